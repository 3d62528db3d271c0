// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.otelop.crds.clusterobservability.ClusterObservability;
import io.otelop.crds.clusterobservability.ClusterObservabilityStatus;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Kubelet;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The telemetry of a cluster from its custom resource to its parts. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterObservabilityOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;
  @AutoClose @Nullable RunningOperator operator;

  ClusterObservabilityOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
  }

  @BeforeAll
  void start() throws IOException {
    operator =
        RunningOperator.start(
            cluster,
            "--feature-gates=operator.clusterobservability",
            "--clusterobservability-collector-image=collector.test/otelcol-k8s:0.158.0");
  }

  @AfterEach
  void remove() {
    client.resources(ClusterObservability.class).inNamespace(namespace).delete();
    soon(
        () ->
            assertThat(
                    client
                        .resources(OpenTelemetryCollector.class)
                        .inNamespace(namespace)
                        .list()
                        .getItems())
                .isEmpty());
  }

  @Test
  void itsPartsAreMadeAndItIsReadyWhenTheyAre() {
    apply("all", "endpoint: \"https://first.test:4318\"");

    soon(
        () -> {
          var agent = collector("all-agent");
          assertThat(agent.getSpec().mode()).isEqualTo("daemonset");
          assertThat(agent.getSpec().image()).isEqualTo("collector.test/otelcol-k8s:0.158.0");
          assertThat(collector("all-cluster").getSpec().mode()).isEqualTo("statefulset");
          assertThat(Objects.requireNonNull(instrumentation("all").getSpec().exporter()).endpoint())
              .isEqualTo("http://$(OTEL_NODE_IP):4318");
          assertThat(status("all").phase()).isEqualTo("Pending");
          assertThat(condition("all", "Configured").getStatus()).isEqualTo("True");
          assertThat(part("all", "instrumentation").ready()).isTrue();
          assertThat(part("all", "cluster").message()).isNotEmpty();
        });

    var kubelet = new Kubelet(client);
    kubelet.ready(pod("all-cluster-collector-0"));

    soon(
        () -> {
          assertThat(status("all").phase()).isEqualTo("Ready");
          assertThat(condition("all", "Ready").getStatus()).isEqualTo("True");
        });

    apply("all", "endpoint: \"https://second.test:4318\"");

    soon(
        () -> {
          assertThat(text("all-agent")).contains("second.test").doesNotContain("first.test");
          assertThat(text("all-cluster")).contains("second.test");
          assertThat(status("all").observedGeneration()).isEqualTo(2);
        });
  }

  @Test
  void whatIsSomebodyElsesIsLeftAloneAndWhatSomebodyDeletesIsMadeAnew() {
    cluster.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: Instrumentation
        metadata: {name: taken, namespace: %s}
        spec: {exporter: {endpoint: "http://mine:4318"}}
        """
            .formatted(namespace));
    apply("taken", "endpoint: \"https://otlp.test:4318\"");

    soon(
        () -> {
          assertThat(condition("taken", "Configured").getReason())
              .isEqualTo("ObservabilityObjectTaken");
          assertThat(status("taken").message()).contains("Instrumentation " + namespace + "/taken");
        });
    assertThat(Objects.requireNonNull(instrumentation("taken").getSpec().exporter()).endpoint())
        .isEqualTo("http://mine:4318");

    client.resources(Instrumentation.class).inNamespace(namespace).withName("taken").delete();
    client
        .resources(OpenTelemetryCollector.class)
        .inNamespace(namespace)
        .withName("taken-agent")
        .delete();

    soon(
        () -> {
          assertThat(collector("taken-agent").getMetadata().getDeletionTimestamp()).isNull();
          assertThat(
                  Objects.requireNonNull(instrumentation("taken").getSpec().exporter()).endpoint())
              .isEqualTo("http://$(OTEL_NODE_IP):4318");
          assertThat(condition("taken", "Configured").getStatus()).isEqualTo("True");
        });
  }

  @Test
  void ofTwoTheOlderOneCountsAndAfterItTheOther() {
    apply("b-older", "endpoint: \"https://older.test:4318\"");
    soon(() -> assertThat(collector("b-older-agent")).isNotNull());
    // Times of creation are told in seconds, and the first name would count of one second.
    var made = client.resources(ClusterObservability.class).inNamespace(namespace);
    var first = made.withName("b-older").get().getMetadata().getCreationTimestamp();
    await()
        .atMost(SOON)
        .until(
            () -> {
              made.withName("younger").delete();
              apply("younger", "endpoint: \"https://younger.test:4318\"");
              return !made.withName("younger")
                  .get()
                  .getMetadata()
                  .getCreationTimestamp()
                  .equals(first);
            });

    soon(
        () -> {
          assertThat(status("younger").phase()).isEqualTo("Conflicted");
          assertThat(condition("younger", "Conflicted").getMessage())
              .contains(namespace + "/b-older");
          assertThat(events("younger")).contains("ObservabilityConflict");
          assertThat(events("b-older")).contains("ObservabilityConflict");
        });
    assertThat(
            client
                .resources(OpenTelemetryCollector.class)
                .inNamespace(namespace)
                .withName("younger-agent")
                .get())
        .isNull();

    made.withName("b-older").delete();

    soon(
        () -> {
          assertThat(collector("younger-agent")).isNotNull();
          assertThat(status("younger").phase()).isEqualTo("Pending");
          assertThat(condition("younger", "Conflicted").getStatus()).isEqualTo("False");
        });
  }

  @Test
  void whatCannotWorkIsRefusedByTheDefinition() {
    assertThatThrownBy(() -> apply("nowhere", "timeout: 5s"))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("nowhere to send to");
    assertThatThrownBy(
            () ->
                apply(
                    "twice",
                    "endpoint: \"https://otlp.test\", retry_on_failure: {multiplier: twice}"))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("multiplier");
  }

  @Test
  void theGoOperatorsFinalizerKeepsNobodyWaiting() {
    apply("old", "endpoint: \"https://otlp.test:4318\"");
    resource("old")
        .edit(
            it -> {
              it.getMetadata()
                  .getFinalizers()
                  .add("clusterobservability.opentelemetry.io/finalizer");
              return it;
            });
    resource("old").delete();

    soon(() -> assertThat(resource("old").get()).isNull());
  }

  private void apply(String name, String exporter) {
    cluster.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: ClusterObservability
        metadata: {name: %s, namespace: %s}
        spec: {exporter: {%s}}
        """
            .formatted(name, namespace, exporter));
  }

  private Resource<ClusterObservability> resource(String name) {
    return client.resources(ClusterObservability.class).inNamespace(namespace).withName(name);
  }

  private ClusterObservabilityStatus status(String name) {
    return Objects.requireNonNull(resource(name).require().getStatus());
  }

  private ClusterObservabilityStatus.Part part(String name, String part) {
    return Objects.requireNonNull(
        Objects.requireNonNull(status(name).componentsStatus()).get(part));
  }

  private Condition condition(String name, String type) {
    return Objects.requireNonNull(status(name).conditions()).stream()
        .filter(it -> it.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private OpenTelemetryCollector collector(String name) {
    return client
        .resources(OpenTelemetryCollector.class)
        .inNamespace(namespace)
        .withName(name)
        .require();
  }

  private String text(String collector) {
    return client.getKubernetesSerialization().asYaml(collector(collector));
  }

  private Instrumentation instrumentation(String name) {
    return client.resources(Instrumentation.class).inNamespace(namespace).withName(name).require();
  }

  private Pod pod(String name) {
    var pods = client.pods().inNamespace(namespace);
    await().atMost(SOON).until(() -> pods.withName(name).get() != null);
    return pods.withName(name).require();
  }

  private String events(String name) {
    return client
        .v1()
        .events()
        .inNamespace(namespace)
        .withField("involvedObject.name", name)
        .list()
        .getItems()
        .stream()
        .map(it -> it.getReason())
        .toList()
        .toString();
  }

  private static void soon(ThrowingRunnable assertion) {
    await().atMost(SOON).ignoreExceptions().untilAsserted(assertion);
  }
}
