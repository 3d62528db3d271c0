// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Kubelet;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pods that are ready and have nothing to do, because nobody shares out their targets. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MissingAllocatorOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final KubernetesClient client;
  private final Cluster cluster;
  private final String namespace;
  private @Nullable CustomResourceDefinition definition;

  MissingAllocatorOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
  }

  @BeforeAll
  void define() {
    definition =
        Serialization.unmarshal(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: targetallocators.opentelemetry.io}
            spec:
              group: opentelemetry.io
              names: {kind: TargetAllocator, plural: targetallocators, singular: targetallocator}
              scope: Namespaced
              versions:
                - name: v1alpha1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """,
            CustomResourceDefinition.class);
    client.resource(definition).serverSideApply();
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(
            () ->
                client
                    .genericKubernetesResources("opentelemetry.io/v1alpha1", "TargetAllocator")
                    .inNamespace(namespace)
                    .list()
                    .getItems()
                    .isEmpty());
  }

  /** Other tests are on a cluster without the kind. */
  @AfterAll
  void undefine() {
    if (definition != null) {
      client.resource(definition).delete();
      await().atMost(SOON).until(() -> client.resource(definition).get() == null);
    }
  }

  @Test
  void anAllocatorThatIsNotThereIsToldOfUntilItIs() {
    var config = Config.fromKubeconfig(cluster.kubeconfig().toFile());
    try (var _ = MortalOperator.start(config, Set.of(namespace))) {
      cluster.apply(
          """
          apiVersion: opentelemetry.io/v1beta1
          kind: OpenTelemetryCollector
          metadata:
            name: served
            namespace: %s
            labels: {opentelemetry.io/target-allocator: shared}
          spec:
            config:
              receivers: {prometheus: {config: {scrape_configs: []}}}
              exporters: {debug: {}}
              service: {pipelines: {metrics: {receivers: [prometheus], exporters: [debug]}}}
          """
              .formatted(namespace));
      new Kubelet(client)
          .ready(
              await()
                  .atMost(SOON)
                  .until(
                      () ->
                          client.pods().inNamespace(namespace).list().getItems().stream()
                              .findFirst()
                              .orElse(null),
                      Objects::nonNull));

      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(condition("Ready").getStatus()).isEqualTo("True");
                var degraded = condition("Degraded");
                assertThat(degraded.getStatus()).isEqualTo("True");
                assertThat(degraded.getReason()).isEqualTo("MissingReference");
                assertThat(degraded.getMessage())
                    .contains("metadata.labels[opentelemetry.io/target-allocator]", "shared");
              });

      cluster.apply(
          """
          apiVersion: opentelemetry.io/v1alpha1
          kind: TargetAllocator
          metadata: {name: shared, namespace: %s}
          """
              .formatted(namespace));

      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(condition("Degraded").getStatus()).isEqualTo("False"));
    }
  }

  private Condition condition(String type) {
    var status =
        client
            .resources(OpenTelemetryCollector.class)
            .inNamespace(namespace)
            .withName("served")
            .require()
            .getStatus();
    var conditions =
        status == null || status.conditions() == null ? List.<Condition>of() : status.conditions();
    return conditions.stream().filter(it -> it.getType().equals(type)).findFirst().orElseThrow();
  }
}
