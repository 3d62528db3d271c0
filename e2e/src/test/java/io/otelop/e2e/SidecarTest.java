// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Applications that send to a collector in their own pod; a Job with one ends all the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SidecarTest {

  private static final String INJECT = "sidecar.opentelemetry.io/inject";
  private static final String SIDECAR = INJECT + ": beside";

  private static final String STRICT = "runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}";

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
    lab.awaitInjection(INJECT, "beside");
    lab.awaitInjection("instrumentation.opentelemetry.io/inject-nodejs", "true");
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
    lab.apply(job("once", SIDECAR, ""));
    lab.awaitJob("once");
    awaitSpanOfJob("once");
  }

  @Test
  void aJobWhoseSidecarHasItsConfigInAFileEndsAndItsSpansArrive() {
    lab.apply(
        """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: filed}
        spec:
          mode: sidecar
          configFrom: ConfigMap
          config:
            receivers: {otlp: {protocols: {http: {}}}}
            processors: {resourcedetection: {detectors: [env]}}
            exporters: {zipkin: {endpoint: "http://zipkin:9411/api/v2/spans"}}
            extensions: {health_check: {}}
            service:
              extensions: [health_check]
              pipelines:
                traces: {receivers: [otlp], processors: [resourcedetection], exporters: [zipkin]}
        """);
    lab.awaitInjection(INJECT, "filed");
    lab.apply(job("filed", INJECT + ": filed", ""));
    lab.awaitJob("filed");
    awaitSpanOfJob("filed");

    var pod = jobPod("filed");
    assertThat(pod.getSpec().getInitContainers())
        .singleElement()
        .satisfies(
            sidecar -> {
              assertThat(sidecar.getArgs()).containsExactly("--config=/conf/collector.yaml");
              assertThat(sidecar.getEnv())
                  .extracting(EnvVar::getName)
                  .doesNotContain("OTEL_CONFIG");
            });
  }

  @Test
  void aSidecarMayReadWhatItsConfigNeeds() {
    lab.apply(
        """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: reader}
        spec:
          mode: sidecar
          config:
            receivers: {otlp: {protocols: {http: {}}}}
            processors:
              resourcedetection: {detectors: [env]}
              k8sattributes:
                wait_for_metadata: true
                extract: {metadata: [k8s.pod.start_time]}
                pod_association: [{sources: [{from: resource_attribute, name: k8s.pod.uid}]}]
            exporters: {zipkin: {endpoint: "http://zipkin:9411/api/v2/spans"}}
            extensions: {health_check: {}}
            service:
              extensions: [health_check]
              pipelines:
                traces:
                  receivers: [otlp]
                  processors: [resourcedetection, k8sattributes]
                  exporters: [zipkin]
        """);
    lab.awaitInjection(INJECT, "reader");
    lab.apply(job("reader", INJECT + ": reader", ""));
    lab.awaitJob("reader");
    Lab.eventually(
        () ->
            assertThat(backends.spans("reader"))
                .anySatisfy(
                    span -> assertThat(span.path("tags").has("k8s.pod.start_time")).isTrue()));
  }

  @Test
  void aSidecarKeepsToTheStrictestLevel() {
    var strict = lab.namespace() + "-strict";
    lab.removeNamespace(strict);
    lab.client()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(strict)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
    try {
      var beside = lab.namespace() + "/beside";
      lab.awaitInjection(strict, INJECT, beside);
      lab.client()
          .load(
              new ByteArrayInputStream(
                  job("strict", INJECT + ": " + beside, STRICT).getBytes(StandardCharsets.UTF_8)))
          .inNamespace(strict)
          .serverSideApply();
      Lab.eventually(
          () ->
              assertThat(
                      lab.client()
                          .pods()
                          .inNamespace(strict)
                          .withLabel("job-name", "strict")
                          .list()
                          .getItems())
                  .singleElement()
                  .satisfies(
                      pod -> {
                        assertThat(pod.getStatus().getPhase()).isEqualTo("Succeeded");
                        assertThat(pod.getSpec().getInitContainers())
                            .singleElement()
                            .extracting(Container::getSecurityContext)
                            .satisfies(
                                context -> {
                                  assertThat(context.getRunAsUser()).isPositive();
                                  assertThat(context.getAllowPrivilegeEscalation()).isFalse();
                                });
                      }));
    } finally {
      lab.client().namespaces().withName(strict).delete();
    }
  }

  private Pod jobPod(String name) {
    return lab.client()
        .pods()
        .inNamespace(lab.namespace())
        .withLabel("job-name", name)
        .list()
        .getItems()
        .getFirst();
  }

  private void awaitSpanOfJob(String name) {
    Lab.eventually(
        () ->
            assertThat(backends.spans(name))
                .anySatisfy(
                    span -> {
                      assertThat(span.path("name").asText()).isEqualTo("from-a-job");
                      assertThat(span.path("tags").path("k8s.job.name").asText()).isEqualTo(name);
                    }));
  }

  private static String job(String name, String annotation, String strict) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: %1$s}
    spec:
      backoffLimit: 0
      template:
        metadata: {annotations: {%2$s}}
        spec:
          restartPolicy: Never
          securityContext: {%4$s}
          containers:
            - name: job
              image: %3$s
              imagePullPolicy: IfNotPresent
              securityContext: {%5$s}
              env:
                - {name: OTEL_SERVICE_NAME, value: %1$s}
                - {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: "http://localhost:4318"}
                - {name: OTEL_EXPORTER_OTLP_PROTOCOL, value: http/protobuf}
              args: [otel, from-a-job]
    """
        .formatted(
            name,
            annotation,
            Lab.image("emitters"),
            strict,
            strict.isEmpty() ? "" : "allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}");
  }
}
