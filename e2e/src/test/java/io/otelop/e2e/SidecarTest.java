// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Applications that send to a collector in their own pod; a Job with one ends all the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SidecarTest {

  private static final String SIDECAR = "sidecar.opentelemetry.io/inject: 'true'";

  private final Lab lab = Lab.of(SidecarTest.class);
  private final Backends backends = Backends.in(lab);

  @BeforeAll
  void start() {
    lab.apply(
        """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: beside}
        spec:
          mode: sidecar
          config:
            receivers: {otlp: {protocols: {http: {}}}}
            processors: {resourcedetection: {detectors: [env]}}
            exporters: {zipkin: {endpoint: "http://zipkin:9411/api/v2/spans"}}
            extensions: {health_check: {}}
            service:
              extensions: [health_check]
              pipelines:
                traces: {receivers: [otlp], processors: [resourcedetection], exporters: [zipkin]}
        ---
        apiVersion: opentelemetry.io/v1alpha1
        kind: Instrumentation
        metadata: {name: default}
        spec:
          exporter: {endpoint: "http://localhost:4318"}
          env:
            - {name: OTEL_METRICS_EXPORTER, value: none}
            - {name: OTEL_LOGS_EXPORTER, value: none}
        """);
  }

  @AfterAll
  void close() {
    backends.close();
    lab.close();
  }

  @Test
  void spansOfADeploymentTakeTheWayThroughItsSidecar() {
    lab.application(
        "catalog",
        Lab.image("catalog"),
        SIDECAR + ", instrumentation.opentelemetry.io/inject-nodejs: 'true'",
        "");
    lab.awaitReady("catalog");
    assertThat(lab.pod("catalog").getSpec().getInitContainers())
        .extracting(Container::getName)
        .containsExactly("otc-container", "opentelemetry-auto-instrumentation-nodejs");
    try (var catalog = lab.reach("catalog", 8080)) {
      assertThat(catalog.json("/item?name=tea").path("letters").asInt()).isEqualTo(3);
    }
    Lab.eventually(
        () ->
            assertThat(backends.spans("catalog"))
                .anySatisfy(
                    span -> {
                      assertThat(span.path("kind").asText()).isEqualTo("SERVER");
                      assertThat(span.path("tags").path("k8s.deployment.name").asText())
                          .isEqualTo("catalog");
                    }));
  }

  @Test
  void aJobWithASidecarEndsAndItsSpansArrive() {
    lab.apply(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: once}
        spec:
          backoffLimit: 0
          template:
            metadata: {annotations: {%s}}
            spec:
              restartPolicy: Never
              containers:
                - name: job
                  image: %s
                  imagePullPolicy: IfNotPresent
                  env:
                    - {name: OTEL_SERVICE_NAME, value: once}
                    - {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: "http://localhost:4318"}
                    - {name: OTEL_EXPORTER_OTLP_PROTOCOL, value: http/protobuf}
                  args: [otel, from-a-job]
        """
            .formatted(SIDECAR, Lab.image("emitters")));
    lab.awaitJob("once");
    Lab.eventually(
        () ->
            assertThat(backends.spans("once"))
                .anySatisfy(
                    span -> {
                      assertThat(span.path("name").asText()).isEqualTo("from-a-job");
                      assertThat(span.path("tags").path("k8s.job.name").asText()).isEqualTo("once");
                    }));
  }
}
