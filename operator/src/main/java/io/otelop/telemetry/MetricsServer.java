// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import io.otelop.settings.ListenAddress;
import io.otelop.telemetry.TextServer.Page;
import java.io.IOException;
import java.util.Map;

/** Serves {@code /metrics} to Prometheus. */
public final class MetricsServer implements AutoCloseable {

  private final TextServer server;

  private MetricsServer(TextServer server) {
    this.server = server;
  }

  /**
   * Starts to serve.
   *
   * @param address where; it must be wanted
   * @throws IOException where the address cannot be had
   */
  public static MetricsServer start(ListenAddress address, Metrics metrics) throws IOException {
    return new MetricsServer(
        TextServer.start(
            address,
            Map.of(
                "/metrics",
                () -> new Page(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text()))));
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}
