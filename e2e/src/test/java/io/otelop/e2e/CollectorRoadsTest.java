// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every way into a collector and out of it. Real client libraries send known telemetry by OTLP,
 * Jaeger and Zipkin, the collector scrapes Prometheus; what comes out at Zipkin, Prometheus, a
 * second collector and the console is what went in.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectorRoadsTest {

  private final Lab lab = Lab.of(CollectorRoadsTest.class);
  private final Backends backends = Backends.in(lab);

  @BeforeAll
  void send() {
    lab.applyExample("collector-roads.yaml");
    for (var collector : new String[] {"second", "gateway"}) {
      lab.awaitCollector(collector);
      // Without health_check their pods are ready as soon as they run.
      Lab.eventually(
          () -> assertThat(lab.log(lab.collectorPod(collector))).contains("Everything is ready"));
    }
    var emitters = Lab.image("emitters");
    lab.job("otlp-grpc", emitters, otlp("grpc", 4317), "otel", "by-otlp-grpc");
    lab.job("otlp-http", emitters, otlp("http/protobuf", 4318), "otel", "by-otlp-http");
    lab.job(
        "jaeger",
        emitters,
        "",
        "jaeger",
        "by-jaeger",
        "'http://gateway-collector:14268/api/traces'");
    lab.job(
        "zipkin",
        emitters,
        "",
        "zipkin",
        "by-zipkin",
        "'http://gateway-collector:9411/api/v2/spans'");
    for (var job : new String[] {"otlp-grpc", "otlp-http", "jaeger", "zipkin"}) {
      lab.awaitJob(job);
    }
  }

  private static String otlp(String protocol, int port) {
    var service = "by-otlp-" + protocol.replaceFirst("/.*", "");
    return "{name: OTEL_SERVICE_NAME, value: '%s'}, ".formatted(service)
        + "{name: OTEL_EXPORTER_OTLP_PROTOCOL, value: '%s'}, ".formatted(protocol)
        + "{name: OTEL_EXPORTER_OTLP_ENDPOINT, value: 'http://gateway-collector:%d'}"
            .formatted(port);
  }

  @AfterAll
  void close() {
    backends.close();
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"by-otlp-grpc", "by-otlp-http", "by-jaeger", "by-zipkin"})
  void aSpanTakesEveryRoadOut(String name) {
    Lab.eventually(
        () ->
            assertThat(backends.spans(name))
                .as("at Zipkin")
                .anySatisfy(span -> assertThat(span.path("name").asText()).isEqualTo(name)));
    for (var collector : new String[] {"second", "gateway"}) {
      Lab.eventually(
          () ->
              assertThat(lab.log(lab.collectorPod(collector)))
                  .as("on the console of " + collector)
                  .containsPattern("Name\\s+: " + name + "\\b"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"by-otlp-grpc", "by-otlp-http"})
  void aLogTakesEveryRoadOut(String name) {
    for (var collector : new String[] {"second", "gateway"}) {
      Lab.eventually(
          () ->
              assertThat(lab.log(lab.collectorPod(collector)))
                  .as("on the console of " + collector)
                  .contains("Body: Str(log of " + name + ")"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "emitters_counter_total, 7",
    "emitters_updown, -2",
    "emitters_gauge, 11",
    "emitters_histogram_count, 3",
    "emitters_histogram_sum, 6",
    "emitters_async_counter_total, 5",
    "emitters_async_updown, -3",
    "emitters_async_gauge, 42"
  })
  void instrumentsArriveWithTheirValues(String metric, double value) {
    for (var service : new String[] {"by-otlp-grpc", "by-otlp-http"}) {
      Lab.eventually(
          () ->
              assertThat(backends.value(metric + "{job=\"" + service + "\"}"))
                  .as(metric + " of " + service)
                  .hasValue(value));
    }
  }

  @Test
  void metricsReachTheSecondCollector() {
    Lab.eventually(
        () ->
            assertThat(lab.log(lab.collectorPod("second")))
                .contains("Name: emitters.histogram")
                .contains("Name: emitters.async.gauge"));
  }

  @Test
  void whatTheCollectorScrapesComesOut() {
    Lab.eventually(
        () ->
            assertThat(backends.value("max(prometheus_build_info{job=\"prometheus\"})"))
                .hasValue(1.0));
  }
}
