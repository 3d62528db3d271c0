// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Kubelet;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pods that are ready and have nothing to do, because nobody shares out their targets. */
@ExtendWith(ControlPlane.class)
class MissingAllocatorOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final KubernetesClient client;
  private final Cluster cluster;
  private final String namespace;

  MissingAllocatorOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
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
