// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.cluster.AccessReviews;
import io.otelop.crds.opampbridge.BridgeStatus;
import io.otelop.crds.opampbridge.OpAMPBridge;
import io.otelop.opampbridge.BridgeAdmission;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Helm;
import io.otelop.testing.Kubelet;
import io.otelop.testing.Yaml;
import io.otelop.webhook.AdmissionAnswer;
import io.otelop.webhook.AdmissionRequest;
import io.otelop.webhook.AdmissionRequest.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** OpAMP bridges from their custom resource to what runs. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpAMPBridgeOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String ROLE = "opentelemetry-operator-opamp-bridge";
  private static final String SECRET = "s3cret";

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;
  @AutoClose @Nullable RunningOperator operator;

  OpAMPBridgeOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
  }

  @BeforeAll
  void start() throws IOException {
    operator =
        RunningOperator.start(cluster, "--operator-opamp-bridge-image=bridge.test/bridge:1.2.3");
  }

  /** What is of no namespace, or of another one, outlives the test otherwise. */
  @AfterAll
  void removeWhatIsElsewhere() {
    client.rbac().clusterRoleBindings().withName(ROLE).delete();
    client.rbac().clusterRoles().withName(ROLE).delete();
    client.resources(OpAMPBridge.class).inNamespace("default").withName("elsewhere").delete();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void isReadyWhenItsPodIsAndFollowsItsSpec() {
    bridge("fleet", "headers: {authorization: 'Bearer %s'}".formatted(SECRET));
    soon(
        () -> {
          assertThat(file("fleet")).contains("authorization: Bearer " + SECRET);
          var pod = deployment("fleet").getSpec().getTemplate().getSpec();
          assertThat(pod.getContainers().getFirst().getImage())
              .isEqualTo("bridge.test/bridge:1.2.3");
          assertThat(client.services().inNamespace(namespace).withName(name("fleet")).get())
              .isNotNull();
          assertThat(status("fleet").image()).isEqualTo("bridge.test/bridge:1.2.3");
          assertThat(status("fleet").version()).isEqualTo("1.2.3");
          assertThat(condition("fleet", "Ready").getReason()).isEqualTo("BridgeNotReady");
        });
    var hash = hash("fleet");

    new Kubelet(client).ready(pod("fleet"));
    soon(() -> assertThat(condition("fleet", "Ready").getReason()).isEqualTo("BridgeReady"));

    bridge("fleet", "replicas: 0, image: mine.test/bridge:2");
    soon(
        () -> {
          assertThat(hash("fleet")).isNotEqualTo(hash);
          var ready = condition("fleet", "Ready");
          assertThat(ready.getReason()).isEqualTo("NoBridgeWanted");
          assertThat(ready.getStatus()).isEqualTo("True");
          assertThat(status("fleet").image()).isEqualTo("mine.test/bridge:2");
          assertThat(status("fleet").version()).isNull();
          assertThat(status("fleet").observedGeneration())
              .isEqualTo(bridge("fleet").getMetadata().getGeneration());
        });
    assertThat(Yaml.tree(status("fleet")).toString()).doesNotContain(SECRET);
    assertThat(events("fleet")).noneMatch(it -> it.contains(SECRET));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whatIsNoLongerWantedGoesAndVolumesReachThePod() {
    var accounts = client.serviceAccounts().inNamespace(namespace);
    bridge("pruned", "");
    soon(() -> assertThat(accounts.withName(name("pruned")).get()).isNotNull());

    bridge(
        "pruned",
        "serviceAccount: default, volumes: [{name: more, emptyDir: {}}],"
            + " volumeMounts: [{name: more, mountPath: /more}]");

    soon(
        () -> {
          assertThat(accounts.withName(name("pruned")).get()).isNull();
          var pod = deployment("pruned").getSpec().getTemplate().getSpec();
          assertThat(pod.getServiceAccountName()).isEqualTo("default");
          assertThat(pod.getVolumes()).extracting(it -> it.getName()).contains("more");
        });

    client.resources(OpAMPBridge.class).inNamespace(namespace).withName("pruned").delete();
    soon(
        () ->
            assertThat(
                    client
                        .apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName(name("pruned"))
                        .get())
                .isNull());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void permissionsThatItsPodLacksAreToldUntilItHasThoseOfTheChart() {
    bridge("lacking", "");
    soon(
        () -> {
          var permitted = condition("lacking", "Permitted");
          assertThat(permitted.getStatus()).isEqualTo("False");
          assertThat(permitted.getReason()).isEqualTo("BridgePermissionsMissing");
          assertThat(permitted.getMessage())
              .contains("system:serviceaccount:" + namespace + ":lacking-opamp-bridge")
              .contains("opentelemetry.io/opentelemetrycollectors: [create, delete, get, list")
              .contains("pods: [get, list]", "apps/statefulsets: [get, patch]");
          assertThat(events("lacking")).anyMatch(it -> it.contains("opentelemetrycollectors"));
        });

    cluster.apply(Helm.template("").one("ClusterRole", ROLE).toString());
    cluster.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: %s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}
        subjects: [{kind: ServiceAccount, name: lacking-opamp-bridge, namespace: %s}]
        """
            .formatted(ROLE, ROLE, namespace));

    soon(() -> assertThat(condition("lacking", "Permitted").getStatus()).isEqualTo("True"));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whatBelongsToSomebodyElseIsLeftAlone() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: taken-opamp-bridge, namespace: %s}
        spec: {ports: [{name: other, port: 1}]}
        """
            .formatted(namespace));

    bridge("taken", "");

    soon(
        () -> {
          var ready = condition("taken", "Ready");
          assertThat(ready.getReason()).isEqualTo("BridgeObjectTaken");
          assertThat(ready.getMessage()).contains("Service", "taken-opamp-bridge");
          assertThat(events("taken")).anyMatch(it -> it.contains("taken-opamp-bridge"));
        });
    var service = client.services().inNamespace(namespace).withName(name("taken")).require();
    assertThat(service.getSpec().getPorts()).extracting(port -> port.getName()).contains("other");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void oneInANamespaceThatIsNotWatchedIsLeftAlone() {
    bridge("default", "elsewhere", "");
    bridge("here", "");

    soon(() -> assertThat(deployment("here")).isNotNull());
    assertThat(
            client
                .apps()
                .deployments()
                .inNamespace("default")
                .withName("elsewhere-opamp-bridge")
                .get())
        .isNull();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whatCannotWorkIsRefusedWithoutItsSecrets() {
    assertThatThrownBy(
            () ->
                bridge(
                    "refused",
                    ("headers: {authorization: %s}, tls: {insecure: true, insecure_skip_verify:"
                            + " true}, proxy: {headers: {a: %s}}")
                        .formatted(SECRET, SECRET)))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("insecure and insecure_skip_verify are mutually exclusive")
        .hasMessageContaining("does not go with an address of https or wss")
        .hasMessageContaining("need a proxy, and url names none")
        .hasMessageNotContaining(SECRET);
    assertThatThrownBy(() -> bridge("several", "replicas: 2"))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("spec.replicas");
  }

  @Test
  void unknownNamesAndMissingPermissionsAreWarnings() {
    var bridge = document("capabilities: {AcceptRemoteConfig: true}, endpoint: 'wss://a.test'");

    var answer = answer(bridge, MissingNode.getInstance());

    assertThat(answer.allowed()).isTrue();
    assertThat(answer.warnings())
        .anyMatch(it -> it.endsWith("did you mean \"AcceptsRemoteConfig\"?"))
        .anyMatch(
            it ->
                it.contains("system:serviceaccount:" + namespace + ":asked-opamp-bridge")
                    && it.contains("apps/daemonsets: [get, patch]"))
        .hasSize(2);
  }

  @Test
  void aWriteThatLeavesAWrongSpecAsItIsPasses() {
    var wrong = document("capabilities: {}, endpoint: ''");

    assertThat(answer(wrong, MissingNode.getInstance()).allowed()).isFalse();
    var same = answer(wrong, wrong);
    assertThat(same.allowed()).isTrue();
    assertThat(same.warnings()).singleElement().asString().contains("spec.endpoint");
  }

  private AdmissionAnswer answer(JsonNode object, JsonNode before) {
    return new BridgeAdmission(new AccessReviews(client))
        .answer(
            new AdmissionRequest(
                "uid",
                before.isMissingNode() ? Operation.CREATE : Operation.UPDATE,
                new AdmissionRequest.Kind("opentelemetry.io", "v1alpha1", "OpAMPBridge"),
                new AdmissionRequest.Resource("opentelemetry.io", "v1alpha1", "opampbridges"),
                "",
                namespace,
                "asked",
                false,
                new AdmissionRequest.User("admin", List.of("system:masters")),
                object,
                before));
  }

  private JsonNode document(String spec) {
    return Yaml.document(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: OpAMPBridge
        metadata: {name: asked, namespace: %s}
        spec: {%s}
        """
            .formatted(namespace, spec));
  }

  private void bridge(String name, String more) {
    bridge(namespace, name, more);
  }

  private void bridge(String where, String name, String more) {
    cluster.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: OpAMPBridge
        metadata: {name: %s, namespace: %s}
        spec: {endpoint: 'wss://opamp.test/v1/opamp', capabilities: {ReportsHealth: true}, %s}
        """
            .formatted(name, where, more));
  }

  private OpAMPBridge bridge(String name) {
    return client.resources(OpAMPBridge.class).inNamespace(namespace).withName(name).require();
  }

  private BridgeStatus status(String name) {
    return bridge(name).getStatus();
  }

  private Deployment deployment(String name) {
    return client.apps().deployments().inNamespace(namespace).withName(name(name)).require();
  }

  private Pod pod(String name) {
    return await()
        .atMost(SOON)
        .until(
            () ->
                client
                    .pods()
                    .inNamespace(namespace)
                    .withLabel("app.kubernetes.io/name", name(name))
                    .list()
                    .getItems(),
            pods -> !pods.isEmpty())
        .getFirst();
  }

  private String hash(String name) {
    var template = deployment(name).getSpec().getTemplate();
    return template
        .getMetadata()
        .getAnnotations()
        .getOrDefault("opentelemetry-opampbridge-config/hash", "");
  }

  private String file(String name) {
    var file = client.configMaps().inNamespace(namespace).withName(name(name)).require();
    return file.getData().getOrDefault("remoteconfiguration.yaml", "");
  }

  private List<String> events(String name) {
    return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(it -> it.getRegarding().getName().equals(name))
        .map(it -> it.getReason() + ": " + it.getNote())
        .toList();
  }

  private Condition condition(String name, String type) {
    return Objects.requireNonNull(status(name).conditions()).stream()
        .filter(it -> it.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static String name(String bridge) {
    return bridge + "-opamp-bridge";
  }

  private static void soon(ThrowingRunnable check) {
    await().atMost(SOON).ignoreExceptions().untilAsserted(check);
  }
}
