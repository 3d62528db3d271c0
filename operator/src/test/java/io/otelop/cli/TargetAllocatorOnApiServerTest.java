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
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.otelop.child.ClusterFacts;
import io.otelop.cluster.AccessReviews;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.targetallocator.TargetAllocator;
import io.otelop.naming.ObjectNames;
import io.otelop.settings.Settings;
import io.otelop.targetallocator.AllocatorAdmission;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Kubelet;
import io.otelop.testing.Yaml;
import io.otelop.webhook.AdmissionRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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

/** Target allocators from their custom resource to what runs, with a collector and without. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TargetAllocatorOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String HASH = "opentelemetry-targetallocator-config/hash";

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;
  @AutoClose @Nullable RunningOperator operator;

  TargetAllocatorOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
  }

  /** An API server that listens on the loopback address alone does not tell of itself. */
  @BeforeAll
  void start() throws IOException {
    cluster.apply(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: kubernetes, namespace: default}
        addressType: IPv4
        endpoints: [{addresses: [198.18.0.1]}]
        ports: [{name: https, port: 16443, protocol: TCP}]
        """);
    operator = RunningOperator.start(cluster, "--target-allocator-image=allocator.test/ta:1.2.3");
  }

  @AfterAll
  void forgetTheApiServer() {
    client.discovery().v1().endpointSlices().inNamespace("default").withName("kubernetes").delete();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void oneInsideACollectorFollowsTheCollector() {
    collector("inside", "", "targetAllocator: {enabled: true}", "first");

    soon(
        () -> {
          assertThat(file("inside"))
              .contains("job_name: first", "app.kubernetes.io/instance: " + namespace + ".inside");
          var pod = deployment("inside").getSpec().getTemplate().getSpec().getContainers();
          assertThat(pod.getFirst().getImage()).isEqualTo("allocator.test/ta:1.2.3");
          assertThat(client.services().inNamespace(namespace).withName(name("inside")).get())
              .isNotNull();
          assertThat(condition("inside", "HasCollector").getStatus()).isEqualTo("True");
          assertThat(allocator("inside").getStatus().version()).isEqualTo("1.2.3");
        });
    var hash = hash("inside");

    collector("inside", "", "targetAllocator: {enabled: true}", "second");

    soon(
        () -> {
          assertThat(file("inside")).contains("job_name: second").doesNotContain("job_name: first");
          assertThat(hash("inside")).isNotEqualTo(hash);
        });

    collector("inside", "", "targetAllocator: {enabled: false}", "second");

    soon(
        () -> {
          assertThat(allocators().withName("inside").get()).isNull();
          assertThat(deployments().withName(name("inside")).get()).isNull();
        });
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void oneOfItsOwnFollowsTheCollectorsThatNameIt() {
    allocator("shared", "{}");
    soon(
        () -> {
          assertThat(file("shared")).contains("collector_selector: null");
          assertThat(condition("shared", "HasCollector").getReason()).isEqualTo("NoCollector");
        });

    collector("named", "opentelemetry.io/target-allocator: shared", "replicas: 1", "jobs");
    soon(
        () -> {
          assertThat(file("shared"))
              .contains("job_name: jobs", "app.kubernetes.io/instance: " + namespace + ".named");
          assertThat(condition("shared", "HasCollector").getMessage()).contains("named");
        });
    var file = file("shared");

    collector("another", "opentelemetry.io/target-allocator: shared", "replicas: 1", "more");
    soon(
        () -> {
          var ready = condition("shared", "Ready");
          assertThat(ready.getReason()).isEqualTo("SeveralCollectors");
          assertThat(ready.getMessage()).contains("another, named");
        });
    assertThat(file("shared")).isEqualTo(file);

    collector("another", "", "replicas: 1", "more");
    soon(() -> assertThat(condition("shared", "Ready").getReason()).isEqualTo("AllocatorNotReady"));

    client
        .resources(OpenTelemetryCollector.class)
        .inNamespace(namespace)
        .withName("named")
        .delete();
    soon(() -> assertThat(file("shared")).contains("collector_selector: null"));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void isReadyWhenItsPodsAre() {
    allocator("ready", "{}");
    soon(() -> assertThat(condition("ready", "Ready").getStatus()).isEqualTo("False"));

    new Kubelet(client).ready(pod("ready"));

    soon(
        () -> {
          var ready = condition("ready", "Ready");
          assertThat(ready.getStatus()).isEqualTo("True");
          assertThat(ready.getReason()).isEqualTo("AllocatorReady");
        });
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whatIsNoLongerWantedGoes() {
    allocator("pruned", "{networkPolicy: {enabled: true}}");
    var budgets = client.policy().v1().podDisruptionBudget().inNamespace(namespace);
    var policies = client.network().v1().networkPolicies().inNamespace(namespace);
    soon(
        () -> {
          assertThat(budgets.withName(name("pruned")).get()).isNotNull();
          var policy = policies.withName(name("pruned") + "-networkpolicy").get();
          assertThat(policy).isNotNull();
          assertThat(policy.getSpec().getEgress().getFirst().getPorts())
              .extracting(port -> port.getPort().getIntVal())
              .containsExactly(53, 53, 443, 16443);
        });

    allocator("pruned", "{allocationStrategy: least-weighted, networkPolicy: {enabled: false}}");

    soon(
        () -> {
          assertThat(budgets.withName(name("pruned")).get()).isNull();
          assertThat(policies.withName(name("pruned") + "-networkpolicy").get()).isNull();
        });
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whatBelongsToSomebodyElseIsLeftAlone() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: taken-targetallocator, namespace: %s}
        spec: {ports: [{name: other, port: 1}]}
        """
            .formatted(namespace));

    allocator("taken", "{}");

    soon(
        () -> {
          var ready = condition("taken", "Ready");
          assertThat(ready.getReason()).isEqualTo("AllocatorObjectTaken");
          assertThat(ready.getMessage()).contains("Service", "taken-targetallocator");
          assertThat(
                  client.events().v1().events().inNamespace(namespace).list().getItems().stream()
                      .filter(it -> it.getRegarding().getName().equals("taken")))
              .anyMatch(it -> it.getReason().equals("AllocatorObjectTaken"));
        });
    var service = client.services().inNamespace(namespace).withName(name("taken")).get();
    assertThat(service.getSpec().getPorts()).extracting(port -> port.getName()).contains("other");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void anUnmanagedOneIsLeftAloneAndAGlobalSectionIsKept() {
    allocator("mine", "{managementState: unmanaged, global: {external_labels: {a: b}}}");
    allocator("theirs", "{global: {external_labels: {a: b}}}");

    soon(() -> assertThat(file("theirs")).contains("external_labels:", "a: b"));
    assertThat(Yaml.tree(allocator("mine")).at("/spec/global/external_labels/a").asText())
        .isEqualTo("b");
    assertThat(allocator("mine").getStatus()).isNull();
    assertThat(deployments().withName(name("mine")).get()).isNull();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whatCannotWorkIsRefused() {
    assertThatThrownBy(
            () ->
                allocator(
                    "refused",
                    "{prometheusCR: {enabled: true, allowNamespaces: [a], denyNamespaces: [b]},"
                        + " mtls: {enabled: true}}"))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("allowNamespaces and denyNamespaces are mutually exclusive")
        .hasMessageContaining("needs cert-manager, which this cluster lacks");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void permissionsThatItsPodsLackAreWarnedAbout() {
    var object =
        Yaml.document(
            """
            apiVersion: opentelemetry.io/v1alpha1
            kind: TargetAllocator
            metadata: {name: warned, namespace: %s}
            spec: {prometheusCR: {enabled: true, probeSelector: {}}}
            """
                .formatted(namespace));

    assertThat(warnings(object))
        .singleElement()
        .asString()
        .contains("system:serviceaccount:" + namespace + ":warned-targetallocator")
        .contains("monitoring.coreos.com/probes: [get, list, watch]")
        .contains("monitoring.coreos.com/servicemonitors: [get, list, watch]");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void isPermittedWhatItLooksForAndNoLonger() {
    var role = elsewhere("reader");
    allocator("reader", "{prometheusCR: {enabled: true}}");
    soon(
        () -> {
          assertThat(clusterRole(role).getRules())
              .anyMatch(it -> it.getResources().contains("servicemonitors"));
          assertThat(client.rbac().clusterRoleBindings().withName(role).require().getSubjects())
              .singleElement()
              .extracting(Subject::getName, Subject::getNamespace)
              .containsExactly(name("reader"), namespace);
        });
    assertThat(roles(namespace).withName(name("reader")).get()).isNull();

    allocator("reader", "{prometheusCR: {enabled: true, allowNamespaces: [default]}}");
    soon(
        () -> {
          assertThat(clusterRole(role)).isNull();
          assertThat(roles("default").withName(role).require().getRules())
              .anyMatch(it -> it.getResources().contains("servicemonitors"));
          assertThat(roles(namespace).withName(name("reader")).require().getRules())
              .singleElement()
              .satisfies(it -> assertThat(it.getResources()).containsExactly("pods"));
          assertThat(client.rbac().clusterRoleBindings().withName(role).get()).isNull();
        });
    roles("default").withName(role).delete();
    soon(() -> assertThat(roles("default").withName(role).get()).isNotNull());

    allocators().withName("reader").delete();
    soon(
        () -> {
          assertThat(roles("default").withName(role).get()).isNull();
          assertThat(client.rbac().roleBindings().inNamespace("default").withName(role).get())
              .isNull();
        });
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void anAccountOfTheUserIsGivenNothingUnlessHeAsks() {
    allocator("brought", "{serviceAccount: mine}");
    soon(() -> assertThat(deployments().withName(name("brought")).get()).isNotNull());
    assertThat(roles(namespace).withName(name("brought")).get()).isNull();

    cluster.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: TargetAllocator
        metadata:
          name: brought
          namespace: %s
          annotations: {operator.opentelemetry.io/generate-rbac: "true"}
        spec: {serviceAccount: mine}
        """
            .formatted(namespace));

    soon(
        () ->
            assertThat(
                    client
                        .rbac()
                        .roleBindings()
                        .inNamespace(namespace)
                        .withName(name("brought"))
                        .require()
                        .getSubjects())
                .singleElement()
                .extracting(Subject::getName)
                .isEqualTo("mine"));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void nobodyGivesItWhatHeDoesNotHold() {
    cluster.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: jane, namespace: %1$s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: jane}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: jane}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: jane, namespace: %1$s}
        rules:
          - {apiGroups: [opentelemetry.io], resources: ["*"], verbs: ["*"]}
          - {apiGroups: [""], resources: [pods], verbs: [get, list, watch]}
        """
            .formatted(namespace));
    var config =
        new ConfigBuilder(client.getConfiguration()).withImpersonateUsername("jane").build();
    try (var jane = new KubernetesClientBuilder().withConfig(config).build()) {
      var asJane = new Cluster(jane, cluster.kubeconfig(), namespace);

      soon(() -> asJane.apply(manifest("modest", "{}")));
      assertThatThrownBy(() -> asJane.apply(manifest("modest", "{prometheusCR: {enabled: true}}")))
          .hasMessageContaining("jane is not allowed to create a target allocator")
          .hasMessageContaining("monitoring.coreos.com/servicemonitors: [get, list, watch]");
      asJane.apply(manifest("asking", "{serviceAccount: mine, prometheusCR: {enabled: true}}"));
      assertThatThrownBy(
              () ->
                  jane.resources(TargetAllocator.class)
                      .inNamespace(namespace)
                      .withName("asking")
                      .patch(
                          PatchContext.of(PatchType.JSON_MERGE),
                          """
                          {"metadata": {"annotations": {
                            "operator.opentelemetry.io/generate-rbac": "true"}}}
                          """))
          .hasMessageContaining("jane is not allowed to create a target allocator");
      assertThatThrownBy(
              () ->
                  asJane.apply(
                      collectorManifest(
                          "greedy",
                          "",
                          "targetAllocator: {enabled: true, prometheusCR: {enabled: true}}",
                          "any")))
          .hasMessageContaining("jane is not allowed to create a collector whose targetAllocator")
          .hasMessageContaining("monitoring.coreos.com/servicemonitors: [get, list, watch]");
    }
    assertThat(clusterRole(elsewhere("modest"))).isNull();
  }

  private String elsewhere(String allocator) {
    return ObjectNames.allocatorElsewhere(allocator, namespace);
  }

  private List<String> warnings(JsonNode object) {
    var facts =
        RunCommand.facts(Settings.defaults(), List.of())
            .allocators()
            .in(new ClusterFacts(false, Set.of()), Set.of());
    var answer =
        new AllocatorAdmission(() -> facts, new AccessReviews(client))
            .answer(
                new AdmissionRequest(
                    "uid",
                    AdmissionRequest.Operation.CREATE,
                    new AdmissionRequest.Kind("opentelemetry.io", "v1alpha1", "TargetAllocator"),
                    new AdmissionRequest.Resource(
                        "opentelemetry.io", "v1alpha1", "targetallocators"),
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

  private void allocator(String name, String spec) {
    cluster.apply(manifest(name, spec));
  }

  private String manifest(String name, String spec) {
    return """
        apiVersion: opentelemetry.io/v1alpha1
        kind: TargetAllocator
        metadata: {name: %s, namespace: %s}
        spec: %s
        """
        .formatted(name, namespace, spec);
  }

  private void collector(String name, String labels, String spec, String job) {
    cluster.apply(collectorManifest(name, labels, spec, job));
  }

  private String collectorManifest(String name, String labels, String spec, String job) {
    return """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: %s, namespace: %s, labels: {%s}}
        spec:
          mode: statefulset
          %s
          config:
            receivers: {prometheus: {config: {scrape_configs: [{job_name: %s}]}}}
            exporters: {debug: {}}
            service: {pipelines: {metrics: {receivers: [prometheus], exporters: [debug]}}}
        """
        .formatted(name, namespace, labels, spec, job);
  }

  private ClusterRole clusterRole(String name) {
    return client.rbac().clusterRoles().withName(name).get();
  }

  private NonNamespaceOperation<Role, ?, Resource<Role>> roles(String namespace) {
    return client.rbac().roles().inNamespace(namespace);
  }

  private TargetAllocator allocator(String name) {
    return allocators().withName(name).require();
  }

  private NonNamespaceOperation<TargetAllocator, ?, Resource<TargetAllocator>> allocators() {
    return client.resources(TargetAllocator.class).inNamespace(namespace);
  }

  private NonNamespaceOperation<Deployment, ?, RollableScalableResource<Deployment>> deployments() {
    return client.apps().deployments().inNamespace(namespace);
  }

  private Deployment deployment(String name) {
    return deployments().withName(name(name)).require();
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
    return template.getMetadata().getAnnotations().getOrDefault(HASH, "");
  }

  private String file(String name) {
    var file = client.configMaps().inNamespace(namespace).withName(name(name)).require();
    return file.getData().getOrDefault("targetallocator.yaml", "");
  }

  private Condition condition(String name, String type) {
    return Objects.requireNonNull(allocator(name).getStatus().conditions()).stream()
        .filter(it -> it.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static String name(String allocator) {
    return allocator + "-targetallocator";
  }

  private static void soon(ThrowingRunnable check) {
    await().atMost(SOON).ignoreExceptions().untilAsserted(check);
  }
}
