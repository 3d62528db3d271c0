// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Kubelet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A revision replaces another one that has ready pods only when the collector itself takes it. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevisionsOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String PROBED = "health_check";

  private final KubernetesClient client;
  private final String namespace;
  private final Kubelet kubelet;
  @AutoClose final RunningOperator operator;

  RevisionsOnApiServerTest(Cluster cluster) throws IOException {
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.kubelet = new Kubelet(client);
    this.operator = RunningOperator.start(cluster);
  }

  @Test
  void oneThatTheCollectorTakesIsRolledOut() {
    running("good", "");
    var before = configMap("good");

    apply("good", "detailed", "", "");
    var check = checkPod("good");

    assertThat(configMap("good")).isEqualTo(before);
    await().atMost(SOON).until(() -> condition("good", "Ready").getStatus().equals("False"));
    var container = check.getSpec().getContainers().getFirst();
    assertThat(container.getArgs()).startsWith("validate", "--config=/conf/collector.yaml");
    assertThat(container.getImage()).isEqualTo(RunningOperator.COLLECTOR_IMAGE);

    kubelet.ended(check, 0, "");

    await().atMost(SOON).until(() -> !configMap("good").equals(before));
    await().atMost(SOON).until(() -> checkPods("good").isEmpty());
    await()
        .atMost(SOON)
        .until(
            () ->
                client.configMaps().inNamespace(namespace).list().getItems().stream()
                    .map(it -> it.getMetadata().getName())
                    .noneMatch(it -> it.startsWith("good-collector-check-")));
  }

  @Test
  void oneThatTheCollectorRefusesIsToldOfAndTheOtherHeals() {
    running("bad", "");
    var before = configMap("bad");

    apply("bad", "detailed", "", "");
    kubelet.ended(checkPod("bad"), 1, "Error: invalid configuration: no such thing");

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              var valid = condition("bad", "ConfigValid");
              assertThat(valid.getStatus()).isEqualTo("False");
              assertThat(valid.getReason()).isEqualTo("ConfigRefused");
              assertThat(valid.getMessage()).contains("no such thing");
              assertThat(condition("bad", "Ready").getReason()).isEqualTo("RevisionHeldBack");
              assertThat(checkPods("bad")).isEmpty();
            });
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(client.events().v1().events().inNamespace(namespace).list().getItems())
                    .anySatisfy(
                        event -> {
                          assertThat(event.getReason()).isEqualTo("ConfigRefused");
                          assertThat(event.getNote()).contains("no such thing");
                        }));

    var uid = deployment("bad").getMetadata().getUid();
    client.resource(deployment("bad")).delete();

    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(() -> !deployment("bad").getMetadata().getUid().equals(uid));
    assertThat(configMap("bad")).isEqualTo(before);
    assertThat(verbosity(before)).isEqualTo("basic");
  }

  @Test
  void oneThatWasRefusedCanBeTakenBack() {
    running("back", "");
    var before = deployment("back").getMetadata().getGeneration();

    apply("back", "detailed", "", "");
    kubelet.ended(checkPod("back"), 1, "no");
    await().atMost(SOON).until(() -> condition("back", "ConfigValid").getStatus().equals("False"));
    apply("back", "basic", "", "");

    await().atMost(SOON).until(() -> condition("back", "Ready").getStatus().equals("True"));
    assertThat(condition("back", "ConfigValid").getStatus()).isEqualTo("True");
    assertThat(deployment("back").getMetadata().getGeneration()).isEqualTo(before);
  }

  @Test
  void aCountOfPodsChangesWhileARevisionIsHeldBack() {
    running("scaled", "");
    var before = configMap("scaled");

    apply("scaled", "detailed", "", "replicas: 3");
    kubelet.ended(checkPod("scaled"), 1, "no");

    await().atMost(SOON).until(() -> deployment("scaled").getSpec().getReplicas() == 3);
    assertThat(configMap("scaled")).isEqualTo(before);
  }

  @Test
  void oneThatCannotBeCheckedIsHeldBackWhereItWouldCostTheOther() {
    running("unchecked", "");
    var before = configMap("unchecked");

    apply("unchecked", "detailed", "", "");
    kubelet.waiting(checkPod("unchecked"), "ErrImagePull", "there is no such image");

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              var valid = condition("unchecked", "ConfigValid");
              assertThat(valid.getStatus()).isEqualTo("Unknown");
              assertThat(valid.getMessage()).contains("there is no such image");
              assertThat(valid.getMessage()).contains("spec.rollout.validation");
            });
    assertThat(configMap("unchecked")).isEqualTo(before);

    kubelet.ended(checkPod("unchecked"), 0, "");

    await().atMost(SOON).until(() -> !configMap("unchecked").equals(before));
  }

  @Test
  void oneThatCannotBeCheckedIsRolledOutWhereTheOtherStaysMeanwhile() {
    running("kept", PROBED);
    var before = configMap("kept");

    apply("kept", "detailed", PROBED, "");
    kubelet.waiting(checkPod("kept"), "ErrImagePull", "there is no such image");

    await().atMost(SOON).until(() -> !configMap("kept").equals(before));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              var valid = condition("kept", "ConfigValid");
              assertThat(valid.getReason()).isEqualTo("ConfigNotChecked");
              assertThat(valid.getMessage()).contains("there is no such image");
            });
  }

  @Test
  void nothingIsCheckedForWhoDoesNotWantIt() {
    running("never", "");
    var before = configMap("never");

    apply("never", "detailed", "", "rollout: {validation: Never}");

    await().atMost(SOON).until(() -> !configMap("never").equals(before));
    assertThat(checkPods("never")).isEmpty();
  }

  @Test
  void nothingIsCheckedWhereNothingCanBeLost() {
    apply("fresh", "basic", "", "");
    var before = configMap("fresh");

    apply("fresh", "detailed", "", "");

    await().atMost(SOON).until(() -> !configMap("fresh").equals(before));
    assertThat(checkPods("fresh")).isEmpty();
  }

  /** A collector with one ready pod. */
  private void running(String name, String extension) {
    apply(name, "basic", extension, "");
    kubelet.ready(
        await()
            .atMost(SOON)
            .until(() -> only(pods(name, "opentelemetry-collector")), Objects::nonNull));
    await().atMost(SOON).until(() -> condition(name, "Ready").getStatus().equals("True"));
  }

  private void apply(String name, String verbosity, String extension, String more) {
    var yaml =
        """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: %s, namespace: %s}
        spec:
          %s
          config:
            receivers: {otlp: {protocols: {grpc: {}}}}
            exporters: {debug: {verbosity: %s}}
            extensions: {health_check: {}}
            service:
              extensions: [%s]
              pipelines: {traces: {receivers: [otlp], exporters: [debug]}}
        """
            .formatted(name, namespace, more, verbosity, extension);
    client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .forceConflicts()
        .serverSideApply();
  }

  private Pod checkPod(String name) {
    return await().atMost(SOON).until(() -> only(checkPods(name)), Objects::nonNull);
  }

  private List<Pod> checkPods(String name) {
    return pods(name, "opentelemetry-collector-check");
  }

  private List<Pod> pods(String name, String component) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("app.kubernetes.io/component", component)
        .withLabel("app.kubernetes.io/instance", namespace + "." + name)
        .list()
        .getItems();
  }

  private static @Nullable Pod only(List<Pod> pods) {
    return pods.size() == 1 ? pods.getFirst() : null;
  }

  private Deployment deployment(String name) {
    return client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(name + "-collector")
        .require();
  }

  private String configMap(String name) {
    await()
        .atMost(SOON)
        .until(
            () ->
                client
                        .apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName(name + "-collector")
                        .get()
                    != null);
    return deployment(name).getSpec().getTemplate().getSpec().getVolumes().stream()
        .filter(volume -> volume.getConfigMap() != null)
        .map(volume -> volume.getConfigMap().getName())
        .findFirst()
        .orElseThrow();
  }

  private String verbosity(String configMap) {
    HasMetadata map = client.configMaps().inNamespace(namespace).withName(configMap).require();
    return map.toString().replaceAll("(?s).*verbosity: (\\w+).*", "$1");
  }

  private Condition condition(String name, String type) {
    return await()
        .atMost(SOON)
        .until(
            () -> {
              var status =
                  client
                      .resources(OpenTelemetryCollector.class)
                      .inNamespace(namespace)
                      .withName(name)
                      .require()
                      .getStatus();
              return status == null || status.conditions() == null
                  ? null
                  : status.conditions().stream()
                      .filter(it -> it.getType().equals(type))
                      .findFirst()
                      .orElse(null);
            },
            Objects::nonNull);
  }
}
