// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.cluster.AccessReviews;
import io.otelop.collector.CollectorAdmission;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.settings.Settings;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Yaml;
import io.otelop.webhook.AdmissionRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Collectors that are as long, as large, as odd or as greedy as can be, by a real API server. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectorBadInputOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final KubernetesClient client;
  private final String namespace;
  @AutoClose final RunningOperator operator;

  CollectorBadInputOnApiServerTest(Cluster cluster) throws IOException {
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.operator = RunningOperator.start(cluster);
  }

  @Test
  void aNameOf253CharactersGetsItsObjects() {
    var name = "n".repeat(253);
    create(name, config());

    awaitDeployment("n".repeat(53) + "-collector");
    awaitCondition(name, "PodsNotReady", "");
  }

  @Test
  void ofTwoWhoseShortenedNamesAreTheSameTheSecondIsToldAndTheFirstLeftAlone() {
    var first = "t".repeat(60) + "-first";
    var second = "t".repeat(60) + "-second";
    create(first, config());
    var made = awaitDeployment("t".repeat(53) + "-collector");

    create(second, config());

    awaitCondition(second, "ForeignObject", "t".repeat(53) + "-collector");
    var deployment = awaitDeployment("t".repeat(53) + "-collector");
    assertThat(deployment.getMetadata().getUid()).isEqualTo(made.getMetadata().getUid());
    assertThat(deployment.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getName()).isEqualTo(first));
  }

  @Test
  void aConfigThatNoConfigMapHoldsIsRefused() {
    var config = config();
    ((ObjectNode) config.at("/exporters/debug")).put("large", "x".repeat(1_060_000));

    assertThatThrownBy(() -> create("large", config))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("spec.config: has more than the 1 MiB");
  }

  @Test
  void tenThousandKeysAndACheckOfEachAreNoTrouble() {
    var config = config();
    for (var i = 0; i < 10_000; i++) {
      ((ObjectNode) config.get("receivers")).putObject("otlp/" + i);
    }
    create("many", config);
    awaitDeployment("many-collector");

    for (var i = 0; i < 10_000; i++) {
      ((ObjectNode) config.get("receivers")).putObject(i + "/otlp");
    }
    assertThatThrownBy(() -> create("many-bad", config))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("is not the id of a receiver")
        .hasMessageContaining("and 9975 more");
  }

  @Test
  void controlCharactersAndTextThatLooksLikeNumbersReachTheCollectorAsTheyAre() {
    var config = config();
    var odd = ((ObjectNode) config.at("/exporters/debug")).putObject("odd");
    odd.put("nul", "a\0b\u0007").put("number", "0123").put("truth", "yes").put("sum", "1e3");
    create("odd", config);

    var map = awaitDeployment("odd-collector").getSpec().getTemplate().getSpec().getVolumes();
    var text =
        client
            .configMaps()
            .inNamespace(namespace)
            .withName(map.getFirst().getConfigMap().getName())
            .require()
            .getData()
            .get("collector.yaml");
    assertThat(Yaml.document(text).at("/exporters/debug/odd")).isEqualTo(odd);
  }

  @Test
  void nobodyGivesACollectorPermissionsThatHeLacks() {
    var user = "limited-" + namespace;
    allow(user, "opentelemetry.io", "opentelemetrycollectors", "create", "patch", "get");
    try (var limited = as(user)) {
      await()
          .atMost(SOON)
          .ignoreException(KubernetesClientException.class)
          .until(
              () -> {
                create(limited, "modest", config());
                return true;
              });
      assertThatThrownBy(() -> create(limited, "greedy", greedy()))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining(
              "user "
                  + user
                  + " is not allowed to create a collector whose config would grant permissions"
                  + " they do not hold: events: [get, list, watch]");

      allow(user, "", "events", "get", "list", "watch");
      await()
          .atMost(SOON)
          .ignoreException(KubernetesClientException.class)
          .until(
              () -> {
                create(limited, "greedy", greedy());
                return true;
              });
    }
  }

  @Test
  void whatTheServiceAccountHoldsAlreadyIsNotGrantedByAnybody() {
    var user = "helper-" + namespace;
    allow(user, "opentelemetry.io", "opentelemetrycollectors", "create", "patch", "get");
    allow(
        "system:serviceaccount:" + namespace + ":trusted-collector",
        "",
        "events",
        "get",
        "list",
        "watch");
    try (var helper = as(user)) {
      await()
          .atMost(SOON)
          .ignoreException(KubernetesClientException.class)
          .until(
              () -> {
                create(helper, "trusted", greedy());
                return true;
              });
    }
  }

  @Test
  void aServiceAccountThatWasBroughtIsWarnedAbout() {
    assertThat(
            warnings(
                """
                serviceAccount: mine
                config:
                  receivers: {k8s_events: {}}
                  exporters: {debug: {}}
                  service: {pipelines: {logs: {receivers: [k8s_events], exporters: [debug]}}}
                """))
        .singleElement()
        .asString()
        .contains(
            "RBAC rules are missing: missing the following rules for system:serviceaccount:"
                + namespace
                + ":mine - events: [get, list, watch]");
  }

  @Test
  void anAccountThatWasBroughtToATargetAllocatorIsWarnedAbout() {
    assertThat(
            warnings(
                """
                mode: statefulset
                targetAllocator: {enabled: true, serviceAccount: mine, prometheusCR: {enabled: true}}
                config:
                  receivers: {prometheus: {}}
                  exporters: {debug: {}}
                  service: {pipelines: {metrics: {receivers: [prometheus], exporters: [debug]}}}
                """))
        .singleElement()
        .asString()
        .contains(namespace + ":mine - configmaps: [get]")
        .contains("monitoring.coreos.com/servicemonitors: [get, list, watch]");
  }

  /** What the admission says of a spec, on a cluster that knows every kind. */
  private List<String> warnings(String spec) {
    var object = (ObjectNode) Yaml.document("{apiVersion: opentelemetry.io/v1beta1}");
    object.put("kind", "OpenTelemetryCollector");
    object.putObject("metadata").put("name", "warned").put("namespace", namespace);
    object.set("spec", Yaml.document(spec));
    var facts = RunCommand.collectorFacts(Settings.defaults(), List.of());
    var answer =
        new CollectorAdmission(() -> facts, new AccessReviews(client))
            .answer(
                new AdmissionRequest(
                    "uid",
                    AdmissionRequest.Operation.CREATE,
                    new AdmissionRequest.Kind(
                        "opentelemetry.io", "v1beta1", "OpenTelemetryCollector"),
                    new AdmissionRequest.Resource(
                        "opentelemetry.io", "v1beta1", "opentelemetrycollectors"),
                    "",
                    namespace,
                    "warned",
                    false,
                    new AdmissionRequest.User("admin", List.of("system:masters")),
                    object,
                    MissingNode.getInstance()));
    assertThat(answer.allowed()).isTrue();
    return answer.warnings();
  }

  private void allow(String user, String group, String resource, String... verbs) {
    var name = user.replace(':', '-') + "-" + resource;
    client
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addNewRule()
                .withApiGroups(group)
                .withResources(resource)
                .withVerbs(verbs)
                .endRule()
                .build())
        .create();
    client
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", name)
                .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                .build())
        .create();
  }

  private KubernetesClient as(String user) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(client.getConfiguration()).withImpersonateUsername(user).build())
        .build();
  }

  private void create(String name, JsonNode config) {
    create(client, name, config);
  }

  private void create(KubernetesClient by, String name, JsonNode config) {
    var manifest = (ObjectNode) Yaml.document("{apiVersion: opentelemetry.io/v1beta1}");
    manifest.put("kind", "OpenTelemetryCollector");
    manifest.putObject("metadata").put("name", name).put("namespace", namespace);
    manifest.putObject("spec").set("config", config);
    by.resource(Yaml.as(manifest, GenericKubernetesResource.class)).serverSideApply();
  }

  private static ObjectNode config() {
    return (ObjectNode)
        Yaml.document(
            """
            receivers: {otlp: {protocols: {grpc: {}}}}
            exporters: {debug: {}}
            service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
            """);
  }

  private static ObjectNode greedy() {
    return (ObjectNode)
        Yaml.document(
            """
            receivers: {k8s_events: {}}
            exporters: {debug: {}}
            service: {pipelines: {logs: {receivers: [k8s_events], exporters: [debug]}}}
            """);
  }

  private io.fabric8.kubernetes.api.model.apps.Deployment awaitDeployment(String name) {
    return await()
        .atMost(SOON)
        .until(
            () -> client.apps().deployments().inNamespace(namespace).withName(name).get(),
            Objects::nonNull);
  }

  private void awaitCondition(String name, String reason, String text) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              var status =
                  client
                      .resources(OpenTelemetryCollector.class)
                      .inNamespace(namespace)
                      .withName(name)
                      .require()
                      .getStatus();
              assertThat(status).isNotNull();
              assertThat(Objects.requireNonNullElse(status.conditions(), List.of()))
                  .anySatisfy(
                      condition -> {
                        assertThat(condition.toString()).contains(reason);
                        assertThat(condition.toString()).contains(text);
                      });
            });
  }
}
