// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import com.sun.net.httpserver.HttpsConfigurator;
import io.otelop.settings.ListenAddress;
import io.otelop.telemetry.TextServer.Page;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

/** Serves {@code /metrics} to Prometheus. */
public final class MetricsServer implements AutoCloseable {

  private final TextServer server;

  private MetricsServer(TextServer server) {
    this.server = server;
  }

  /**
   * Starts to serve whoever asks.
   *
   * @param address where; it must be wanted
   * @throws IOException where the address cannot be had
   */
  public static MetricsServer start(ListenAddress address, Metrics metrics) throws IOException {
    return new MetricsServer(TextServer.start(address, pages(metrics)));
  }

  /**
   * Starts to serve by HTTPS.
   *
   * @param address where; it must be wanted
   * @param tls how
   * @param readers who may read
   * @throws IOException where the address cannot be had
   */
  public static MetricsServer start(
      ListenAddress address, Metrics metrics, HttpsConfigurator tls, Readers readers)
      throws IOException {
    return new MetricsServer(TextServer.start(address, pages(metrics), tls, readers));
  }

  private static Map<String, Supplier<Page>> pages(Metrics metrics) {
    return Map.of(
        "/metrics",
        () ->
            new Page(
                200,
                "text/plain; version=0.0.4; charset=utf-8",
                PrometheusText.of(metrics.families())));
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
