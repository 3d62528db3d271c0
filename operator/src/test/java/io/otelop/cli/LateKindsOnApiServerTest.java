// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.otelop.crds.CustomResourceDefinitions;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * An operator on a cluster without the kinds TargetAllocator and OpAMPBridge, which then learns of
 * them.
 */
@ExtendWith(ControlPlane.class)
@Isolated
class LateKindsOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final List<String> NAMES =
      List.of("targetallocators.opentelemetry.io", "opampbridges.opentelemetry.io");

  private final Cluster cluster;
  private final String namespace;

  LateKindsOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
    this.namespace = cluster.namespace();
  }

  @AfterEach
  void define() {
    definitions().forEach(it -> cluster.client().resource(it).serverSideApply());
    for (var name : NAMES) {
      await().atMost(SOON).untilAsserted(() -> assertThat(isEstablished(name)).isTrue());
    }
  }

  @Test
  void collectorsAreLookedAfterWithoutThemAndTheyFromWhenTheyAreKnown() throws IOException {
    var definitions = cluster.client().apiextensions().v1().customResourceDefinitions();
    for (var name : NAMES) {
      definitions.withName(name).delete();
      await().atMost(SOON).until(() -> definitions.withName(name).get() == null);
    }
    try (var _ = RunningOperator.start(cluster)) {
      cluster.apply(
          """
          apiVersion: opentelemetry.io/v1beta1
          kind: OpenTelemetryCollector
          metadata: {name: early, namespace: %s}
          spec:
            mode: statefulset
            targetAllocator: {enabled: true}
            config:
              receivers: {prometheus: {config: {scrape_configs: [{job_name: jobs}]}}}
              exporters: {debug: {}}
              service: {pipelines: {metrics: {receivers: [prometheus], exporters: [debug]}}}
          """
              .formatted(namespace));
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(files()).anyMatch(it -> it.contains("job_name: jobs")));
      assertThat(cluster.client().apps().deployments().inNamespace(namespace).list().getItems())
          .isEmpty();

      define();

      await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                assertThat(
                        cluster
                            .client()
                            .apps()
                            .deployments()
                            .inNamespace(namespace)
                            .withName("early-targetallocator")
                            .get())
                    .isNotNull();
                assertThat(files()).anyMatch(it -> it.contains("http://early-targetallocator:80"));
              });
      cluster.apply(
          """
          apiVersion: opentelemetry.io/v1alpha1
          kind: OpAMPBridge
          metadata: {name: late, namespace: %s}
          spec: {endpoint: 'wss://opamp.test', capabilities: {ReportsStatus: true}}
          """
              .formatted(namespace));
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(
                          cluster
                              .client()
                              .apps()
                              .deployments()
                              .inNamespace(namespace)
                              .withName("late-opamp-bridge")
                              .get())
                      .isNotNull());
    }
  }

  private boolean isEstablished(String name) {
    return cluster
        .client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(name)
        .require()
        .getStatus()
        .getConditions()
        .stream()
        .anyMatch(it -> it.getType().equals("Established") && it.getStatus().equals("True"));
  }

  private List<String> files() {
    return cluster.client().configMaps().inNamespace(namespace).list().getItems().stream()
        .flatMap(it -> it.getData().values().stream())
        .toList();
  }

  private static List<CustomResourceDefinition> definitions() {
    return CustomResourceDefinitions.all().stream()
        .filter(it -> NAMES.contains(it.getMetadata().getName()))
        .toList();
  }
}
