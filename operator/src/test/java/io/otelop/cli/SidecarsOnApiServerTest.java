// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sidecars in pods as a real API server and its controllers make them. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SidecarsOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final KubernetesClient client;
  private final Cluster cluster;
  private final String namespace;
  private @Nullable RunningOperator operator;

  SidecarsOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
  }

  @BeforeAll
  void start() throws IOException {
    operator = RunningOperator.start(cluster);
  }

  @AfterAll
  void stop() {
    if (operator != null) {
      operator.close();
    }
  }

  @Test
  void thePodsOfADeploymentGetTheCollector() {
    apply(collector("beside", "sidecar"));
    awaitSidecar("beside");
    apply(deployment("shop", "beside"));

    assertThat(pod("shop"))
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
    apply(collector("alone", "deployment") + "---\n" + deployment("mistaken", "alone"));

    assertThat(pod("mistaken"))
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

  /** A collector is known at once as a rule, but nobody says when. */
  private void awaitSidecar(String collector) {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withGenerateName("probe-")
            .addToAnnotations("sidecar.opentelemetry.io/inject", collector)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .withImage("app.test/probe:1")
            .endContainer()
            .endSpec()
            .build();
    await()
        .atMost(SOON)
        .until(
            () -> !client.resource(pod).dryRun().create().getSpec().getInitContainers().isEmpty());
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

  private Pod pod(String app) {
    return await()
        .atMost(SOON)
        .until(
            () -> client.pods().inNamespace(namespace).withLabel("app", app).list().getItems(),
            (List<Pod> pods) -> !pods.isEmpty())
        .getFirst();
  }
}
