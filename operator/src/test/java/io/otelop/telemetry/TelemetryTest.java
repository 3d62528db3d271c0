// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.otelop.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What leaves the process: a small server takes the place of a collector. */
class TelemetryTest {

  private final HttpServer collector =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final Map<String, String> bodies = new ConcurrentHashMap<>();
  private final Map<String, String> authorizations = new ConcurrentHashMap<>();

  TelemetryTest() throws IOException {
    collector.createContext("/", this::keep);
    collector.start();
  }

  @AfterEach
  void stop() throws IOException {
    collector.stop(0);
    LogManager.getLogManager().readConfiguration();
  }

  private void keep(HttpExchange exchange) throws IOException {
    try (exchange) {
      // Protobuf has texts as they are, so that they can be found in it.
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
      var path = exchange.getRequestURI().getPath();
      bodies.merge(path, body, String::concat);
      authorizations.put(
          path, String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private Map<String, String> environment() {
    var environment = new HashMap<String, String>();
    environment.put(
        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + collector.getAddress().getPort());
    environment.put("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20token");
    environment.put("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test");
    return environment;
  }

  @Test
  void spansMetricsAndLogsAreSent() {
    Logs.configure(Settings.defaults(), new ByteArrayOutputStream());
    var trace = "";
    try (var telemetry = Telemetry.start(environment(), Map.of("service.name", "the-operator"))) {
      telemetry.metrics().counter("otelop_things_total", "Things", "kind").increment("a-kind");
      telemetry.metrics().timer("otelop_wait_seconds", "Waits").record(Duration.ofMillis(3));
      telemetry.metrics().gauge("otelop_size_bytes", "Size", () -> 7);
      var span = telemetry.tracer().spanBuilder("a-span").startSpan();
      try (var _ = span.makeCurrent()) {
        LoggerFactory.getLogger("io.otelop.Test")
            .atInfo()
            .addKeyValue("a-key", "a-value")
            .log("a-line");
      }
      trace = new String(span.getSpanContext().getTraceIdBytes(), StandardCharsets.ISO_8859_1);
      span.end();
    }
    assertThat(bodies.get("/v1/traces"))
        .contains("a-span", "the-operator", "deployment.environment.name", "io.otelop");
    assertThat(bodies.get("/v1/metrics"))
        .contains("otelop.things", "a-kind", "otelop.wait", "otelop.size", "By", "the-operator")
        .doesNotContain("otelop_");
    assertThat(bodies.get("/v1/logs"))
        .contains("a-line", "a-key", "a-value", "io.otelop.Test", trace);
    assertThat(authorizations).containsEntry("/v1/traces", "Bearer token");
  }

  @Test
  void theNameOfTheServiceCanBeSet() {
    var environment = environment();
    environment.put("OTEL_SERVICE_NAME", "by-name");
    environment.put("OTEL_METRICS_EXPORTER", "none");
    environment.put("OTEL_LOGS_EXPORTER", "none");
    try (var telemetry = Telemetry.start(environment, Map.of("service.name", "the-operator"))) {
      telemetry.tracer().spanBuilder("a-span").startSpan().end();
    }
    assertThat(bodies.get("/v1/traces")).contains("by-name").doesNotContain("the-operator");
    assertThat(bodies).containsOnlyKeys("/v1/traces");
  }

  @Test
  void aLineKnowsItsSpan() {
    var output = new ByteArrayOutputStream();
    Logs.configure(Settings.defaults(), output);
    try (var telemetry = Telemetry.start(environment(), Map.of())) {
      var span = telemetry.tracer().spanBuilder("a-span").startSpan();
      try (var _ = span.makeCurrent()) {
        LoggerFactory.getLogger("io.otelop.Test").warn("within {}", "it");
      }
      span.end();
      LoggerFactory.getLogger("io.otelop.Test").warn("outside");
      assertThat(output.toString(StandardCharsets.UTF_8))
          .contains(
              "Test within it trace_id=%s span_id=%s\n"
                  .formatted(span.getSpanContext().getTraceId(), span.getSpanContext().getSpanId()))
          .contains("Test outside\n");
    }
  }

  @Test
  void whatCannotBeReadCostsTelemetryAndNothingElse() {
    var output = new ByteArrayOutputStream();
    Logs.configure(Settings.defaults(), output);
    var environment = environment();
    environment.put("OTEL_EXPORTER_OTLP_HEADERS", "authorization:secret");
    try (var telemetry = Telemetry.start(environment, Map.of())) {
      assertThat(telemetry.tracer().isEnabled()).isFalse();
      assertThat(telemetry.metrics().families()).isEmpty();
    }
    assertThat(output.toString(StandardCharsets.UTF_8))
        .contains("telemetry is not sent")
        .doesNotContain("secret");
  }
}
