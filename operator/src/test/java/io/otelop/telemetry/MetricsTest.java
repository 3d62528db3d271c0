// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otelop.settings.ListenAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private static final ListenAddress FREE = new ListenAddress("127.0.0.1", 0);

  @Test
  void metricsAreWrittenAsPrometheusReadsThem() {
    var metrics = new Metrics();
    var counter = metrics.counter("b_total", "What \\ is\ncounted", "language", "reason");
    counter.increment("java", "");
    counter.increment("java", "");
    counter.increment("go", "a \"b\"\n\\");
    metrics.gauge("a_bytes", "Some", () -> 1.5);

    assertThat(PrometheusText.of(metrics.families()))
        .isEqualTo(
            """
            # HELP a_bytes Some
            # TYPE a_bytes gauge
            a_bytes 1.5
            # HELP b_total What \\\\ is\\ncounted
            # TYPE b_total counter
            b_total{language="go",reason="a \\"b\\"\\n\\\\"} 1
            b_total{language="java",reason=""} 2
            """);
    assertThatThrownBy(() -> counter.increment("java"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void durationsFallIntoCumulativeBuckets() {
    var metrics = new Metrics();
    var timer = metrics.timer("t_seconds", "Time", "path");
    timer.record(Duration.ofMillis(1), "/x");
    timer.record(Duration.ofNanos(1_000_001), "/x");
    timer.record(Duration.ofMinutes(1), "/x");
    assertThat(PrometheusText.of(metrics.families()))
        .contains(
            "# TYPE t_seconds histogram",
            "t_seconds_bucket{path=\"/x\",le=\"5.0E-4\"} 0\n",
            "t_seconds_bucket{path=\"/x\",le=\"0.001\"} 1\n",
            "t_seconds_bucket{path=\"/x\",le=\"0.0025\"} 2\n",
            "t_seconds_bucket{path=\"/x\",le=\"10.0\"} 2\n",
            "t_seconds_bucket{path=\"/x\",le=\"+Inf\"} 3\n",
            "t_seconds_sum{path=\"/x\"} 60.002000001\n",
            "t_seconds_count{path=\"/x\"} 3\n");
  }

  @Test
  void metricsAreServed() throws Exception {
    var metrics = new Metrics();
    metrics.counter("x_total", "X").increment();
    try (var server = MetricsServer.start(FREE, metrics)) {
      var response = get(server.port(), "/metrics");
      assertThat(response.body()).contains("x_total 1\n");
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/plain; version=0.0.4");
      assertThat(get(server.port(), "/metricsx").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void readinessSaysWhatIsMissing() throws Exception {
    var missing = new AtomicReference<>(Optional.of("caches are not filled"));
    var checks = new LinkedHashMap<String, HealthServer.Check>();
    checks.put("webhook", Optional::empty);
    checks.put("caches", missing::get);
    try (var server = HealthServer.start(FREE, checks)) {
      assertThat(get(server.port(), "/healthz").statusCode()).isEqualTo(200);
      var notReady = get(server.port(), "/readyz");
      assertThat(notReady.statusCode()).isEqualTo(503);
      assertThat(notReady.body()).isEqualTo("[+] webhook ok\n[-] caches: caches are not filled\n");
      missing.set(Optional.empty());
      assertThat(get(server.port(), "/readyz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aCheckThatFailsIsACheckThatDoesNotHold() throws Exception {
    var checks = new LinkedHashMap<String, HealthServer.Check>();
    checks.put(
        "x",
        () -> {
          throw new IllegalStateException("broken");
        });
    try (var server = HealthServer.start(FREE, checks)) {
      assertThat(get(server.port(), "/readyz").body()).isEqualTo("[-] x: cannot be told: broken\n");
    }
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          BodyHandlers.ofString());
    }
  }
}
