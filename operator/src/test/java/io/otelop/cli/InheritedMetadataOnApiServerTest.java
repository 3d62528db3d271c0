// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Labels and annotations on their way from a collector to its objects and pods. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InheritedMetadataOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final KubernetesClient client;
  private final String namespace;
  @AutoClose final RunningOperator operator;

  InheritedMetadataOnApiServerTest(Cluster cluster) throws IOException {
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.operator = RunningOperator.start(cluster);
  }

  @Test
  void aKeyThatLeavesTheCollectorStaysWhereItWasAndNoPodRestarts() {
    apply("{first: '1', second: '2'}");
    eventually(it -> assertThat(it.getMetadata().getLabels()).containsEntry("second", "2"));
    daemonSets()
        .edit(
            it -> {
              it.getMetadata().getAnnotations().put("by-hand", "yes");
              it.getSpec()
                  .getTemplate()
                  .getMetadata()
                  .getAnnotations()
                  .put("kubectl.kubernetes.io/restartedAt", "noon");
              return it;
            });

    apply("{first: '3'}");
    eventually(
        it -> {
          assertThat(it.getMetadata().getLabels()).containsEntry("first", "3");
          assertThat(it.getMetadata().getLabels()).containsEntry("second", "2");
          assertThat(it.getMetadata().getAnnotations()).containsEntry("by-hand", "yes");
          assertThat(it.getSpec().getTemplate().getMetadata().getLabels())
              .containsEntry("second", "2");
          assertThat(it.getSpec().getTemplate().getMetadata().getAnnotations())
              .containsEntry("kubectl.kubernetes.io/restartedAt", "noon");
        });
    assertThat(selector()).contains("first=3").contains("app.kubernetes.io/name=kept-collector");
  }

  private String selector() {
    return await()
        .atMost(SOON)
        .until(
            () -> {
              var status = collector().getStatus();
              var scale = status == null ? null : status.scale();
              return scale == null ? "" : String.valueOf(scale.selector());
            },
            it -> it.contains("first=3"));
  }

  private void eventually(Consumer<DaemonSet> check) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              var found = daemonSets().get();
              assertThat(found).isNotNull();
              check.accept(found);
            });
  }

  private Resource<DaemonSet> daemonSets() {
    return client.apps().daemonSets().inNamespace(namespace).withName("kept-collector");
  }

  private OpenTelemetryCollector collector() {
    return client
        .resources(OpenTelemetryCollector.class)
        .inNamespace(namespace)
        .withName("kept")
        .require();
  }

  private void apply(String labels) {
    var yaml =
        """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: kept, namespace: %s, labels: %s}
        spec:
          mode: daemonset
          config:
            receivers: {otlp: {protocols: {grpc: {}}}}
            exporters: {debug: {}}
            service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
        """
            .formatted(namespace, labels);
    client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .forceConflicts()
        .serverSideApply();
  }
}
