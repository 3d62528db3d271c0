// SPDX-License-Identifier: Apache-2.0
package io.otelop.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The operator as it is shipped: {@code ./otelop run}, a process of its own with its own flags.
 *
 * @param process the program itself
 * @param webhooks where it serves them
 * @param startedIn from the start of the process until it said that it was ready
 */
record Operator(Process process, InetSocketAddress webhooks, Duration startedIn)
    implements AutoCloseable {

  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final Duration LONGEST_END = Duration.ofSeconds(30);
  private static final Path LOG = Path.of("bench/target/operator.log");

  static Operator start(ApiServer server) throws IOException, InterruptedException {
    var webhooks = freePort();
    var health = freePort();
    var command =
        List.of(
            "./otelop",
            "run",
            "--kubeconfig",
            server.kubeconfig().toString(),
            "--webhook-url",
            "https://127.0.0.1:" + webhooks,
            "--webhook-port",
            String.valueOf(webhooks),
            "--health-probe-addr",
            "127.0.0.1:" + health,
            "--metrics-addr",
            "127.0.0.1:" + freePort());
    var start = System.nanoTime();
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
            .start();
    while (!isReady(health)) {
      var waited = Duration.ofNanos(System.nanoTime() - start);
      if (!process.isAlive() || waited.compareTo(LONGEST_START) > 0) {
        process.destroy();
        throw new IOException("the operator is not ready; its log is " + LOG);
      }
      Thread.sleep(5);
    }
    return new Operator(
        process,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), webhooks),
        Duration.ofNanos(System.nanoTime() - start));
  }

  Running running() {
    return new Running(process.toHandle());
  }

  private static boolean isReady(int port) {
    try {
      var url = URI.create("http://127.0.0.1:" + port + "/readyz").toURL();
      var connection = (HttpURLConnection) url.openConnection();
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect();
      }
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, LONGEST_END.toSeconds(), TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
