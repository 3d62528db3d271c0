// SPDX-License-Identifier: Apache-2.0
package io.otelop.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a server on this machine that can be closed, with all who are on it, and opened. */
public final class Gate implements AutoCloseable {

  private final ServerSocket entrance;
  private final int exit;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean isOpen = true;

  /** An open gate that leads to a port of this machine. */
  public Gate(int exit) throws IOException {
    this.exit = exit;
    this.entrance = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Where to enter. */
  public int port() {
    return entrance.getLocalPort();
  }

  /** Lets nobody through, and throws out who is on the way. */
  public void shut() {
    isOpen = false;
    sockets.forEach(Gate::end);
  }

  /** Lets everybody through again. */
  public void open() {
    isOpen = true;
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        var in = entrance.accept();
        if (!isOpen) {
          end(in);
          continue;
        }
        var out = new Socket(InetAddress.getLoopbackAddress(), exit);
        sockets.add(in);
        sockets.add(out);
        if (!isOpen) {
          // It was shut meanwhile, and whoever did so saw neither of the two.
          end(in);
          end(out);
        }
        Thread.ofVirtual().start(() -> pass(in, out));
        Thread.ofVirtual().start(() -> pass(out, in));
      } catch (IOException closed) {
        // The entrance was closed, or the server behind it is not there; who came is sent away.
      }
    }
  }

  private void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // One side has hung up, so the other has to.
    } finally {
      end(from);
      end(to);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException already) {
      // It is closed.
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    shut();
  }
}
