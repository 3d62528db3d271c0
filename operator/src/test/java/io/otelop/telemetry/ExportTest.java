// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExportTest {

  @Test
  void nothingIsSentUnlessItIsAskedFor() {
    assertThat(Export.askedFor(Map.of()).isNothing()).isTrue();
    assertThat(Export.askedFor(Map.of("OTEL_SERVICE_NAME", "x")).isNothing()).isTrue();
    assertThat(Export.askedFor(Map.of("OTEL_TRACES_EXPORTER", "none")).isNothing()).isTrue();
    assertThat(Export.askedFor(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", " ")).isNothing()).isTrue();
  }

  @Test
  void anEndpointAsksForAllOrForItsOwnSignal() {
    assertThat(Export.askedFor(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318")).signals())
        .containsExactly("traces", "metrics", "logs");
    assertThat(
            Export.askedFor(Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c:4318/v1/traces"))
                .signals())
        .containsExactly("traces");
  }

  @Test
  void anExporterGoesBeforeAnEndpoint() {
    var export =
        Export.askedFor(
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318",
                "OTEL_LOGS_EXPORTER", "none",
                "OTEL_METRICS_EXPORTER", "prometheus"));
    assertThat(export.signals()).containsExactly("traces");
    assertThat(export.remarks()).isEmpty();
    assertThat(Export.askedFor(Map.of("OTEL_METRICS_EXPORTER", "prometheus, otlp")).signals())
        .containsExactly("metrics");
  }

  @Test
  void everythingCanBeSwitchedOff() {
    assertThat(
            Export.askedFor(Map.of("OTEL_TRACES_EXPORTER", "otlp", "OTEL_SDK_DISABLED", "TRUE"))
                .isNothing())
        .isTrue();
  }

  @Test
  void whatTheOperatorDoesNotHaveIsSaid() {
    var export =
        Export.askedFor(
            Map.of(
                "OTEL_TRACES_EXPORTER", "zipkin,otlp",
                "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc",
                "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http/protobuf"));
    assertThat(export.signals()).containsExactly("traces");
    assertThat(export.properties())
        .containsEntry("otel.exporter.otlp.protocol", "http/protobuf")
        .containsEntry("otel.exporter.otlp.metrics.protocol", "http/protobuf");
    assertThat(export.remarks())
        .satisfiesExactly(
            exporter -> assertThat(exporter).contains("OTEL_TRACES_EXPORTER"),
            protocol -> assertThat(protocol).contains("OTEL_EXPORTER_OTLP_PROTOCOL", "4318"));
  }

  @Test
  void aComplaintDoesNotTellAPassword() {
    assertThat(
            Export.withoutValue(
                "Invalid map property: otel.exporter.otlp.headers=authorization secret"))
        .doesNotContain("secret")
        .isEqualTo("Invalid map property");
  }
}
