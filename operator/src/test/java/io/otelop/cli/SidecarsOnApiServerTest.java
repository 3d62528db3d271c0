// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.naming.Labels;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sidecars in pods as a real API server and its controllers make them. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SidecarsOnApiServerTest {

  private static final String INJECT = "sidecar.opentelemetry.io/inject";
  private static final Duration SOON = Duration.ofSeconds(60);

  private final KubernetesClient client;
  private final String namespace;
  @AutoClose final RunningOperator operator;

  SidecarsOnApiServerTest(Cluster cluster) throws IOException {
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.operator = RunningOperator.start(cluster);
  }

  @Test
  void thePodsOfADeploymentGetTheCollector() {
    apply(collector("beside", "sidecar"));
    awaitSidecar("beside");
    apply(deployment("shop", "beside"));

    assertThat(podOf("shop"))
        .satisfies(
            pod -> {
              assertThat(pod.getSpec().getInitContainers())
                  .singleElement()
                  .satisfies(
                      sidecar -> {
                        assertThat(sidecar.getName()).isEqualTo("otc-container");
                        assertThat(sidecar.getImage()).isEqualTo(RunningOperator.COLLECTOR_IMAGE);
                        assertThat(sidecar.getRestartPolicy()).isEqualTo("Always");
                      });
              assertThat(pod.getMetadata().getLabels())
                  .containsEntry("sidecar.opentelemetry.io/injected", namespace + ".beside");
            });
  }

  @Test
  void aCollectorWithPodsOfItsOwnIsNoSidecar() {
    apply(collector("alone", "deployment"));
    await().atMost(SOON).until(() -> note(dryRun("alone")).contains("NotASidecar"));
    apply(deployment("mistaken", "alone"));

    assertThat(podOf("mistaken"))
        .satisfies(
            pod -> {
              assertThat(pod.getSpec().getInitContainers()).isEmpty();
              assertThat(pod.getSpec().getContainers())
                  .extracting(Container::getName)
                  .containsExactly("app");
              assertThat(pod.getMetadata().getAnnotations())
                  .containsEntry(
                      "operator.opentelemetry.io/injection", "{\"sidecar\":\"NotASidecar\"}");
            });
  }

  @Test
  void aPodFindsItsConfigAndItsAccountThePermissions() {
    apply(
        collector("filed", "sidecar")
            .replace("spec:\n", "spec:\n  configFrom: ConfigMap\n")
            .replace("receivers: [otlp]", "receivers: [otlp], processors: [k8sattributes]")
            .replace("    exporters:", "    processors: {k8sattributes: {}}\n    exporters:"));
    awaitSidecar("filed");
    apply(deployment("reader", "filed"));

    var volume =
        await().atMost(SOON).until(() -> configOf("reader"), Optional::isPresent).orElseThrow();
    assertThat(
            client
                .configMaps()
                .inNamespace(namespace)
                .withName(volume.getConfigMap().getName())
                .require()
                .getData()
                .get("collector.yaml"))
        .as("there before the pod was")
        .contains("k8sattributes");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        client
                            .rbac()
                            .clusterRoleBindings()
                            .withLabel("app.kubernetes.io/component", "opentelemetry-sidecar")
                            .withLabel("app.kubernetes.io/instance", namespace + ".filed")
                            .list()
                            .getItems())
                    .singleElement()
                    .satisfies(
                        binding -> {
                          assertThat(binding.getRoleRef().getName())
                              .isEqualTo("filed-" + namespace + "-cluster-role");
                          assertThat(binding.getSubjects().getFirst().getName())
                              .isEqualTo("default");
                        }));
  }

  @Test
  void theApiServerSelectsCollectorsByMode() {
    apply(collector("selected", "sidecar"));
    apply(collector("others", "deployment"));

    assertThat(
            client
                .resources(OpenTelemetryCollector.class)
                .inNamespace(namespace)
                .withField("spec.mode", "sidecar")
                .list()
                .getItems())
        .extracting(it -> it.getMetadata().getName())
        .contains("selected")
        .doesNotContain("others");
  }

  @Test
  void aNamespaceThatWantsNoSidecarsKeepsItsCollectors() {
    client
        .namespaces()
        .withName(namespace)
        .edit(
            it -> it.edit().editMetadata().addToAnnotations(INJECT, "false").endMetadata().build());
    try {
      await()
          .atMost(SOON)
          .until(
              () -> {
                var copy = pod(null).editSpec().addNewContainer().withName("otc-container");
                return note(client
                        .resource(copy.withImage("copy:1").endContainer().endSpec().build())
                        .dryRun()
                        .create())
                    .contains("SidecarRemoved");
              });
      apply(collector("kept", "deployment"));
      assertThat(pod("kept-collector", "app.kubernetes.io/name").getSpec().getContainers())
          .extracting(Container::getName)
          .containsExactly("otc-container");
    } finally {
      client
          .namespaces()
          .withName(namespace)
          .edit(it -> it.edit().editMetadata().removeFromAnnotations(INJECT).endMetadata().build());
    }
  }

  /** A collector is known at once as a rule, but nobody says when. */
  private void awaitSidecar(String collector) {
    await().atMost(SOON).until(() -> !dryRun(collector).getSpec().getInitContainers().isEmpty());
  }

  private Pod dryRun(String collector) {
    return client.resource(pod(collector).build()).dryRun().create();
  }

  private PodBuilder pod(@Nullable String collector) {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withGenerateName("probe-")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .withImage("app.test/probe:1")
            .endContainer()
            .endSpec();
    return collector == null
        ? pod
        : pod.editMetadata().addToAnnotations(INJECT, collector).endMetadata();
  }

  private static String note(Pod pod) {
    var annotations = pod.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(Labels.INJECTION, "");
  }

  private void apply(String yaml) {
    client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .forceConflicts()
        .serverSideApply();
  }

  private String collector(String name, String mode) {
    return """
    apiVersion: opentelemetry.io/v1beta1
    kind: OpenTelemetryCollector
    metadata: {name: %1$s, namespace: %2$s}
    spec:
      mode: %3$s
      config:
        receivers: {otlp: {protocols: {grpc: {}}}}
        exporters: {debug: {}}
        service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
    """
        .formatted(name, namespace, mode);
  }

  private String deployment(String name, String collector) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s, namespace: %2$s}
    spec:
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata:
          labels: {app: %1$s}
          annotations: {sidecar.opentelemetry.io/inject: %3$s}
        spec:
          containers: [{name: app, image: "app.test/%1$s:1"}]
    """
        .formatted(name, namespace, collector);
  }

  /** On a machine that is too busy a pod comes without, and the one after it with it. */
  private Optional<Volume> configOf(String app) {
    var pod = podOf(app);
    var config =
        pod.getSpec().getVolumes().stream()
            .filter(it -> it.getName().equals("otc-internal"))
            .findFirst();
    if (config.isEmpty()) {
      client.resource(pod).withGracePeriod(0).delete();
    }
    return config;
  }

  private Pod podOf(String app) {
    return pod(app, "app");
  }

  private Pod pod(String app, String label) {
    return await()
        .atMost(SOON)
        .until(
            () -> client.pods().inNamespace(namespace).withLabel(label, app).list().getItems(),
            (List<Pod> pods) -> !pods.isEmpty())
        .getFirst();
  }
}
