// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Kubelet;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A revision that nothing can check replaces another one only where the pods of that one stay until
 * the new ones are ready, and the condition says so; whatever keeps the check from running.
 */
@ExtendWith(ControlPlane.class)
class UncheckedRevisionsOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration LONGER_THAN_ANY_CHECK = Duration.ofMinutes(10);

  /** With readiness probes: Kubernetes keeps the old pods. */
  private static final String KEPT = "kept";

  /** Without: nothing tells Kubernetes that the new pods do not work. */
  private static final String LOST = "lost";

  private final KubernetesClient client;
  private final Config config;
  private final String prefix;
  private final Kubelet kubelet;

  UncheckedRevisionsOnApiServerTest(Cluster cluster) {
    this.client = cluster.client();
    this.config = Config.fromKubeconfig(cluster.kubeconfig().toFile());
    this.prefix = cluster.namespace();
    this.kubelet = new Kubelet(client);
  }

  @Test
  void aFullQuotaKeepsTheCheckFromStarting() {
    var where = namespace("quota");
    try (var _ = MortalOperator.start(config, Set.of(where))) {
      bothRun(where);
      load(
          where,
          """
          apiVersion: v1
          kind: ResourceQuota
          metadata: {name: full}
          spec: {hard: {pods: "0"}}
          """);
      awaitQuota(where);
      awaitRefusalOfPods(where);

      bothChange(where);

      assertOnlyTheKeptOneIsReplaced(where, "quota");
    }
  }

  @Test
  void aSecurityLevelKeepsTheCheckFromStarting() {
    var where = namespace("restricted");
    try (var _ = MortalOperator.start(config, Set.of(where))) {
      bothRun(where);
      client
          .namespaces()
          .withName(where)
          .edit(
              it -> {
                it.getMetadata()
                    .getLabels()
                    .put("pod-security.kubernetes.io/enforce", "restricted");
                return it;
              });
      awaitRefusalOfPods(where);

      bothChange(where);

      assertOnlyTheKeptOneIsReplaced(where, "PodSecurity");
    }
  }

  @Test
  void anOperatorThatMayMakeNoPodsChecksNothing() {
    var where = namespace("forbidden");
    try (var _ = MortalOperator.withoutChecks(config, Set.of(where))) {
      bothRun(where);

      bothChange(where);

      assertOnlyTheKeptOneIsReplaced(where, "may not make pods");
    }
  }

  @Test
  void aCheckThatNoNodeTakesIsNotWaitedForForEver() {
    var where = namespace("late");
    try (var _ = MortalOperator.ahead(LONGER_THAN_ANY_CHECK, config, Set.of(where))) {
      bothRun(where);

      bothChange(where);
      lookAgainAt(check(where, KEPT));
      lookAgainAt(check(where, LOST));

      assertOnlyTheKeptOneIsReplaced(where, "does not start");
    }
  }

  @Test
  void anImageThatCannotBePulledIsNotTheConfigsFault() {
    var where = namespace("image");
    try (var _ = MortalOperator.start(config, Set.of(where))) {
      bothRun(where);

      bothChange(where);
      kubelet.waiting(check(where, KEPT), "ErrImagePull", "no such image");
      kubelet.waiting(check(where, LOST), "ErrImagePull", "no such image");

      assertOnlyTheKeptOneIsReplaced(where, "no such image");
    }
  }

  @Test
  void aNewRevisionWithoutReadinessProbesWouldCostTheOldOne() {
    var where = namespace("unprobed");
    try (var _ = MortalOperator.withoutChecks(config, Set.of(where))) {
      run(where, KEPT, "health_check", "");
      var before = configMap(where, KEPT);

      apply(where, KEPT, "", "", "detailed");

      awaitConfigValid(where, KEPT, "held back");
      assertThat(configMap(where, KEPT)).isEqualTo(before);
    }
  }

  @Test
  void aDeploymentThatIsStoppedFirstWouldBeLost() {
    var where = namespace("recreated");
    try (var _ = MortalOperator.withoutChecks(config, Set.of(where))) {
      var recreate = "deploymentUpdateStrategy: {type: Recreate}";
      run(where, KEPT, "health_check", recreate);
      var before = configMap(where, KEPT);

      apply(where, KEPT, "health_check", recreate, "detailed");

      awaitConfigValid(where, KEPT, "held back");
      assertThat(configMap(where, KEPT)).isEqualTo(before);
    }
  }

  private void bothRun(String where) {
    run(where, KEPT, "health_check", "");
    run(where, LOST, "", "");
  }

  private void bothChange(String where) {
    apply(where, KEPT, "health_check", "", "detailed");
    apply(where, LOST, "", "", "detailed");
  }

  private void assertOnlyTheKeptOneIsReplaced(String where, String why) {
    awaitConfigValid(where, KEPT, "not checked, but rolled out, because the old pods stay");
    awaitConfigValid(where, KEPT, why);
    await().atMost(SOON).until(() -> verbosity(where, KEPT).equals("detailed"));

    awaitConfigValid(where, LOST, "held back, because the check does not run");
    awaitConfigValid(where, LOST, why);
    awaitConfigValid(where, LOST, "spec.rollout.validation");
    assertThat(condition(where, LOST, "Ready").getReason()).isEqualTo("RevisionHeldBack");
    assertThat(verbosity(where, LOST)).isEqualTo("basic");
  }

  private void awaitConfigValid(String where, String name, String text) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              var valid = condition(where, name, "ConfigValid");
              assertThat(valid.getStatus()).isEqualTo("Unknown");
              assertThat(valid.getReason()).isEqualTo("ConfigNotChecked");
              assertThat(valid.getMessage()).contains(text);
            });
  }

  /** Makes a collector with one ready pod. */
  private void run(String where, String name, String extension, String more) {
    apply(where, name, extension, more, "basic");
    kubelet.ready(pod(where, name, "opentelemetry-collector"));
    await().atMost(SOON).until(() -> condition(where, name, "Ready").getStatus().equals("True"));
  }

  private void apply(String where, String name, String extension, String more, String verbosity) {
    load(
        where,
        """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: %s}
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
            .formatted(name, more, verbosity, extension));
  }

  private void load(String where, String yaml) {
    client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(where)
        .forceConflicts()
        .serverSideApply();
  }

  private String namespace(String suffix) {
    var name = prefix + "-" + suffix;
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .serverSideApply();
    return name;
  }

  private void awaitQuota(String where) {
    await()
        .atMost(SOON)
        .until(
            () -> {
              var status =
                  client.resourceQuotas().inNamespace(where).withName("full").require().getStatus();
              return status != null && status.getHard() != null && !status.getHard().isEmpty();
            });
  }

  /** The API server itself hears of what it is to refuse a moment after it was told. */
  private void awaitRefusalOfPods(String where) {
    var any =
        new PodBuilder()
            .withNewMetadata()
            .withName("any")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .withImage("app.test/app:1")
            .endContainer()
            .endSpec()
            .build();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> client.resource(any).inNamespace(where).dryRun().create())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("forbidden"));
  }

  /** The operator looks at an object that changes, and by itself only after minutes. */
  private void lookAgainAt(Pod pod) {
    client
        .resource(pod)
        .edit(
            it -> {
              it.getMetadata().getAnnotations().put("somebody.example/note", "here");
              return it;
            });
  }

  private Pod check(String where, String name) {
    return pod(where, name, "opentelemetry-collector-check");
  }

  private Pod pod(String where, String name, String component) {
    return await()
        .atMost(SOON)
        .until(
            () -> {
              var pods =
                  client
                      .pods()
                      .inNamespace(where)
                      .withLabel("app.kubernetes.io/component", component)
                      .withLabel("app.kubernetes.io/instance", where + "." + name)
                      .list()
                      .getItems();
              return pods.size() == 1 ? pods.getFirst() : null;
            },
            Objects::nonNull);
  }

  private String configMap(String where, String name) {
    return client
        .apps()
        .deployments()
        .inNamespace(where)
        .withName(name + "-collector")
        .require()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getVolumes()
        .getFirst()
        .getConfigMap()
        .getName();
  }

  /** What the pods' config says. */
  private String verbosity(String where, String name) {
    var map = client.configMaps().inNamespace(where).withName(configMap(where, name)).require();
    return map.getData()
        .getOrDefault("collector.yaml", "")
        .replaceAll("(?s).*verbosity: (\\w+).*", "$1");
  }

  private Condition condition(String where, String name, String type) {
    return await().atMost(SOON).until(() -> conditionOrNull(where, name, type), Objects::nonNull);
  }

  private @Nullable Condition conditionOrNull(String where, String name, String type) {
    var status =
        client
            .resources(OpenTelemetryCollector.class)
            .inNamespace(where)
            .withName(name)
            .require()
            .getStatus();
    var conditions =
        status == null || status.conditions() == null ? List.<Condition>of() : status.conditions();
    return conditions.stream().filter(it -> it.getType().equals(type)).findFirst().orElse(null);
  }
}
