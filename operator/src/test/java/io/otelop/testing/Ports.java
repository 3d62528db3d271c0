// SPDX-License-Identifier: Apache-2.0
package io.otelop.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of this machine for servers whose address has to be known before they start. */
public final class Ports {

  private Ports() {}

  /**
   * One that nobody listens on. It is below those that the kernel gives to outgoing connections,
   * which would take it before the server does.
   */
  public static int free() throws IOException {
    IOException last = new IOException("not tried");
    for (var i = 0; i < 100; i++) {
      var port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        last = taken;
      }
    }
    throw last;
  }
}
