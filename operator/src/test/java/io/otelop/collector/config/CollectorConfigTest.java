// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.otelop.reason.Finding;
import io.otelop.yaml.GoNumbers;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectorConfigTest {

  private static final String OTLP_TO_DEBUG =
      """
      receivers: {otlp: {protocols: {grpc: {}, http: {}}}}
      processors: {batch: {send_batch_size: 10000, timeout: %s}}
      exporters: {debug: {}}
      service: {pipelines: {traces: {receivers: [otlp], processors: [batch], exporters: [debug]}}}
      """;

  /** Vectors of collector.md 2.6. */
  @ParameterizedTest
  @CsvSource({"10s,5723ff27", "20s,dfcfaead"})
  void theHashEqualsThatOfTheGoOperator(String timeout, String hash) {
    var config = CollectorConfig.of(yaml(OTLP_TO_DEBUG.formatted(timeout))).withDefaults();
    assertThat(config.hash()).startsWith(hash);
  }

  @ParameterizedTest
  @CsvSource({
    "1,1",
    "10000,10000",
    "0.5,0.5",
    "-0.25,-0.25",
    "1e20,100000000000000000000",
    "1e21,1e+21",
    "1.5e300,1.5e+300",
    "0.000001,0.000001",
    "0.0000001,1e-7",
    "1.25e-9,1.25e-9",
    "0,0",
    "9007199254740993,9007199254740992"
  })
  void numbersAreWrittenAsGoWritesThem(double value, String text) {
    assertThat(GoNumbers.text(value)).isEqualTo(text);
  }

  @Test
  void textIsEscapedAsGoEscapesIt() {
    var config = CollectorConfig.of(yaml("receivers: {r: {a: \"<b>&\\u2028\\u0001é\\\"\"}}"));
    assertThat(CanonicalJson.of((com.fasterxml.jackson.databind.node.ObjectNode) config.tree()))
        .contains("\"\\u003cb\\u003e\\u0026\\u2028\\u0001é\\\"\"");
  }

  @Test
  void nothingThatAUserWroteIsDropped() {
    var config =
        CollectorConfig.of(
            yaml(
                """
                receivers: {otlp: null}
                exporters: {debug: {}}
                x-own: {a: 1}
                service: {pipelines: {traces: {receivers: [otlp], exporters: [debug], y: 2}}, z: 3}
                """));
    assertThat(yaml(config.yaml()))
        .isEqualTo(
            yaml(
                """
        receivers: {otlp: null}
        exporters: {debug: {}}
        x-own: {a: 1}
        service: {pipelines: {traces: {receivers: [otlp], exporters: [debug], y: 2}}, z: 3}
        """));
  }

  @Test
  void aStringThatLooksLikeSomethingElseIsQuoted() {
    var config =
        CollectorConfig.of(
            yaml(
                """
                receivers:
                  r: {a: "0x10", b: "yes", c: "2001-01-01", d: "1e3", e: "10:30", f: "", g: "01", h: "a: b"}
                """));
    assertThat(config.yaml())
        .contains("a: \"0x10\"", "b: \"yes\"", "c: \"2001-01-01\"", "d: \"1e3\"", "e: \"10:30\"")
        .contains("f: \"\"", "g: \"01\"", "h: 'a: b'");
    assertThat(yaml(config.yaml()).path("receivers")).isEqualTo(config.tree().path("receivers"));
  }

  @Test
  void anAddressIsCompletedAndAGivenHostIsLeftAlone() {
    var config =
        CollectorConfig.of(
                yaml(
                    """
                    receivers:
                      otlp: {protocols: {grpc: null, http: {endpoint: ":4318"}}}
                      zipkin: {endpoint: "localhost:9411"}
                      zipkin/2: {endpoint: "${env:POD_IP}:9412"}
                    exporters: {prometheus: null, debug: {}}
                    extensions: {health_check: {}}
                    service:
                      extensions: [health_check]
                      pipelines:
                        traces: {receivers: [otlp, zipkin, zipkin/2], exporters: [prometheus]}
                    """))
            .withDefaults();
    var tree = config.tree();
    assertThat(tree.at("/receivers/otlp/protocols/grpc/endpoint").asText())
        .isEqualTo("0.0.0.0:4317");
    assertThat(tree.at("/receivers/otlp/protocols/http/endpoint").asText())
        .isEqualTo("0.0.0.0:4318");
    assertThat(tree.at("/receivers/zipkin/endpoint").asText()).isEqualTo("localhost:9411");
    assertThat(tree.at("/receivers/zipkin~12/endpoint").asText()).isEqualTo("${env:POD_IP}:9412");
    assertThat(tree.at("/exporters/prometheus/endpoint").asText()).isEqualTo("0.0.0.0:8888");
    assertThat(tree.at("/extensions/health_check/endpoint").asText()).isEqualTo("0.0.0.0:13133");
    assertThat(config.telemetry()).isEqualTo(new TelemetryEndpoint("0.0.0.0", 8888, true));
  }

  @Test
  void everythingWrongIsReportedWithItsPlaceAndASuggestion() {
    var findings =
        ConfigGraph.check(
            CollectorConfig.of(
                yaml(
                    """
                    receivers: {otlp: {protocols: {grpcc: {}}}}
                    exporters: {debug: {}}
                    connectors: {spanmetrics: {}}
                    service:
                      extensions: [health]
                      pipelines:
                        traces: {receivers: [otlpp, otlp], exporters: [debug, spanmetrics]}
                        metrics: {receivers: [], exporters: [debug]}
                    """)));
    assertThat(findings)
        .extracting(Finding::sentence)
        .containsExactly(
            "spec.config.service.pipelines.traces.receivers: \"otlpp\" is not defined in"
                + " spec.config.receivers, but the pipeline \"traces\" uses it; did you mean"
                + " \"otlp\"?",
            "spec.config.service.pipelines.metrics.receivers: names no receiver, so the pipeline"
                + " \"metrics\" cannot start; give the pipeline at least one receiver and one"
                + " exporter",
            "spec.config.service.extensions: \"health\" is not defined in spec.config.extensions,"
                + " but the service uses it; define the component, with {} where it has no"
                + " settings because kubectl drops keys without a value, or remove it from the list",
            "spec.config.connectors.spanmetrics: \"spanmetrics\" is no pipeline's receiver; use"
                + " the connector as an exporter of one pipeline and a receiver of another",
            "spec.config.receivers.otlp.protocols.grpcc: \"grpcc\" is not a protocol of otlp,"
                + " which knows [grpc, http]; use one of the protocols that the receiver knows");
  }

  private static JsonNode yaml(String text) {
    try {
      return new YAMLMapper().readTree(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
