// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.otelop.naming.Labels;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Gate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An operator that cannot reach the API server for a while, while the API server can reach it. */
@ExtendWith(ControlPlane.class)
class AbsentApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration AWAY = Duration.ofSeconds(15);

  private final Cluster cluster;

  @TempDir Path directory;

  AbsentApiServerTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void podsAreInjectedMeanwhileAndTheRestIsDoneAfterwards() throws Exception {
    var server = URI.create(cluster.client().getMasterUrl().toString());
    cluster.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: Instrumentation
        metadata: {name: any, namespace: %s}
        spec: {sampler: {type: always_on}}
        """
            .formatted(cluster.namespace()));
    try (var gate = new Gate(server.getPort());
        var operator = RunningOperator.start(through(gate, server))) {
      operator.awaitInjectionBy("any");

      gate.shut();
      cluster.apply(collector("meanwhile"));
      annotateNamespace("any");
      var end = System.nanoTime() + AWAY.toNanos();
      while (System.nanoTime() < end) {
        assertThat(note(Map.of("instrumentation.opentelemetry.io/inject-sdk", "any")))
            .contains("injected");
      }
      assertThat(isReconciled("meanwhile")).isFalse();

      gate.open();
      await().atMost(SOON).until(() -> isReconciled("meanwhile"));
      // The namespace's annotation, which was written while nobody could hear of it.
      await().atMost(SOON).until(() -> note(Map.of()).contains("injected"));
      annotateNamespace("");
    }
  }

  private Cluster through(Gate gate, URI server) throws IOException {
    var text = Files.readString(cluster.kubeconfig());
    var other = text.replace(":" + server.getPort(), ":" + gate.port());
    assertThat(other).isNotEqualTo(text);
    var file = Files.writeString(directory.resolve("kubeconfig"), other);
    return new Cluster(cluster.client(), file, cluster.namespace());
  }

  private String collector(String name) {
    return """
    apiVersion: opentelemetry.io/v1beta1
    kind: OpenTelemetryCollector
    metadata: {name: %s, namespace: %s}
    spec:
      config:
        receivers: {otlp: {protocols: {grpc: {}}}}
        exporters: {debug: {}}
        service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
    """
        .formatted(name, cluster.namespace());
  }

  private boolean isReconciled(String name) {
    return cluster
            .client()
            .apps()
            .deployments()
            .inNamespace(cluster.namespace())
            .withName(name + "-collector")
            .get()
        != null;
  }

  private void annotateNamespace(String value) {
    cluster
        .client()
        .namespaces()
        .withName(cluster.namespace())
        .edit(
            found -> {
              if (found.getMetadata().getAnnotations() == null) {
                found.getMetadata().setAnnotations(new java.util.HashMap<>());
              }
              found
                  .getMetadata()
                  .getAnnotations()
                  .put("instrumentation.opentelemetry.io/inject-sdk", value);
              return found;
            });
  }

  private String note(Map<String, String> annotations) {
    var pod =
        cluster
            .client()
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withNamespace(cluster.namespace())
                    .withGenerateName("meanwhile-")
                    .withAnnotations(annotations)
                    .endMetadata()
                    .withNewSpec()
                    .addNewContainer()
                    .withName("app")
                    .withImage("app.test/shop:1")
                    .endContainer()
                    .endSpec()
                    .build())
            .dryRun()
            .create();
    Map<String, String> noted =
        Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
    return noted.getOrDefault(Labels.INJECTION, "");
  }
}
