// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Collectors that are written, or were stored once, in the version v1alpha1. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectorVersionsTest {

  private static final String OPERATOR = "opentelemetry-operator-system";
  private static final String DEFINITION = "opentelemetrycollectors.opentelemetry.io";

  private final Lab lab = Lab.of(CollectorVersionsTest.class);

  @AfterAll
  void close() {
    store("v1beta1");
    lab.close();
  }

  @Test
  void anOlderCollectorRunsAndReadsAsItWasWritten() {
    lab.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: OpenTelemetryCollector
        metadata: {name: older}
        spec:
          managementState: managed
          config: |
            # in as text, out as text
            receivers:
              otlp: {protocols: {grpc: &any {include_metadata: true}, http: {<<: *any}}}
            exporters: {debug: {}}
            service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
        """);

    lab.awaitCollector("older");

    assertThat(alpha("older").<String>get("spec", "config"))
        .startsWith("# in as text, out as text");
  }

  @Test
  void anOperatorThatStartsReadsWhatAnOlderOneStored() {
    store("v1alpha1");
    lab.apply(
        """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: stored}
        spec:
          hostAliases: [{ip: 198.18.0.1, hostnames: [a]}]
          config:
            receivers: {otlp: {protocols: {grpc: {}}}}
            exporters: {debug: {}}
            service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
        """);
    store("v1beta1");

    restartOperator();
    awaitConversion();

    lab.awaitCollector("stored");
    assertThat(lab.collector("stored").getSpec().hostAliases())
        .singleElement()
        .satisfies(alias -> assertThat(alias.getIp()).isEqualTo("198.18.0.1"));
  }

  /** A pod is ready before all nodes' Services lead to it. */
  private void awaitConversion() {
    Lab.eventually(
        () ->
            assertThat(
                    lab.client()
                        .genericKubernetesResources(
                            "opentelemetry.io/v1alpha1", "OpenTelemetryCollector")
                        .inNamespace(lab.namespace())
                        .list()
                        .getItems())
                .isNotEmpty());
  }

  private void restartOperator() {
    var pods =
        lab.client()
            .pods()
            .inNamespace(OPERATOR)
            .withLabel("app.kubernetes.io/name", "opentelemetry-operator");
    var before = pods.list().getItems();
    pods.delete();
    Lab.eventually(
        () ->
            assertThat(pods.list().getItems())
                .isNotEmpty()
                .allSatisfy(
                    pod -> {
                      assertThat(before)
                          .noneMatch(
                              old -> old.getMetadata().getUid().equals(pod.getMetadata().getUid()));
                      assertThat(pod.getStatus().getContainerStatuses())
                          .isNotEmpty()
                          .allMatch(it -> Boolean.TRUE.equals(it.getReady()));
                    }));
  }

  /** Says in which version objects are stored from now on. */
  private void store(String version) {
    var definition =
        lab.client().apiextensions().v1().customResourceDefinitions().withName(DEFINITION);
    var versions = definition.require().getSpec().getVersions();
    var patch = new StringBuilder("[");
    for (var i = 0; i < versions.size(); i++) {
      patch.append(
          "%s{\"op\": \"replace\", \"path\": \"/spec/versions/%d/storage\", \"value\": %s}"
              .formatted(i == 0 ? "" : ",", i, versions.get(i).getName().equals(version)));
    }
    definition.patch(PatchContext.of(PatchType.JSON), patch + "]");
  }

  private GenericKubernetesResource alpha(String name) {
    return lab.client()
        .genericKubernetesResources("opentelemetry.io/v1alpha1", "OpenTelemetryCollector")
        .inNamespace(lab.namespace())
        .withName(name)
        .require();
  }
}
