// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.otelop.child.ClusterFacts;
import io.otelop.collector.CollectorObjects;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.naming.Labels;
import io.otelop.settings.Settings;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Yaml;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What must not depend on when something happens to the operator or to what it looks after. */
@ExtendWith(ControlPlane.class)
class CollectorFaultsOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int MORE_THAN_THE_FRAMEWORK_TRIES = 7;
  private static final int MORE_WRITES_THAN_A_COLLECTOR_TAKES = 40;
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          ServiceAccount.class,
          ConfigMap.class,
          Service.class,
          NetworkPolicy.class,
          PodDisruptionBudget.class,
          HorizontalPodAutoscaler.class,
          Deployment.class);

  private static final String COLLECTOR_WITH_CLAIMS =
      """
      apiVersion: opentelemetry.io/v1beta1
      kind: OpenTelemetryCollector
      metadata: {name: set}
      spec:
        mode: statefulset
        volumeClaimTemplates:
          - metadata: {name: queue}
            spec:
              accessModes: [ReadWriteOnce]
              resources: {requests: {storage: %s}}
          %s
        volumeMounts: [{name: queue, mountPath: /queue}]
        config:
          receivers: {otlp: {protocols: {grpc: {}}}}
          exporters: {debug: {}}
          service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
      """;
  private static final String COLLECTOR_WITHOUT_CLAIMS =
      """
      apiVersion: opentelemetry.io/v1beta1
      kind: OpenTelemetryCollector
      metadata: {name: set}
      spec:
        mode: statefulset
        serviceName: %s
        config:
          receivers: {otlp: {protocols: {grpc: {}}}}
          exporters: {debug: {}}
          service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
      """;
  private static final String ANOTHER_CLAIM =
      "- {metadata: {name: more}, spec: {accessModes: [ReadWriteOnce],"
          + " resources: {requests: {storage: 1Gi}}}}";

  private final KubernetesClient client;
  private final Config config;
  private final String namespace;

  CollectorFaultsOnApiServerTest(Cluster cluster) {
    this.client = cluster.client();
    this.config = Config.fromKubeconfig(cluster.kubeconfig().toFile());
    this.namespace = cluster.namespace();
  }

  /** For each n, an operator dies of write n, first of making and then of changing a collector. */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void anOperatorThatDiesBetweenTwoWritesLeavesNothingThatTheNextOneDoesNotMend() {
    var made = walk("made", new TreeSet<>(), "basic");
    assertThat(made).hasSizeGreaterThan(10);
    assertAllBecomeTheSame(made, "basic");

    var changed = walk("changed", made, "detailed");
    assertThat(changed).hasSizeBetween(3, made.size() - 1);
    assertAllBecomeTheSame(made, "detailed");
  }

  /**
   * The same of what the Go operator made, none of whose pods may restart: there is one ReplicaSet.
   */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void anOperatorThatDiesWhileItTakesOverLeavesNothingThatTheNextOneDoesNotMend() {
    var pods = new TreeMap<String, PodTemplateSpec>();
    var taken =
        walk(
            "taken",
            new TreeSet<>(),
            "basic",
            one -> {
              asOfTheGoOperator(one);
              pods.put(one, deployment(one).getSpec().getTemplate());
            });

    assertThat(taken).hasSizeGreaterThan(10);
    assertAllBecomeTheSame(taken, "basic");
    for (var one : taken) {
      assertThat(deployment(one).getSpec().getTemplate()).as(one).isEqualTo(pods.get(one));
      await()
          .atMost(SOON)
          .until(
              () ->
                  deployment(one)
                      .getMetadata()
                      .getGeneration()
                      .equals(deployment(one).getStatus().getObservedGeneration()));
      assertThat(client.apps().replicaSets().inNamespace(one).list().getItems()).as(one).hasSize(1);
      assertThat(deployment(one).getMetadata().getAnnotations())
          .containsKey("operator.opentelemetry.io/applied-sha256");
    }
  }

  /** What it gives up goes, though another program has written it. */
  @Test
  void whatTheGoOperatorMadeChangesAsEverythingElse() {
    var moved = namespace("moved");
    ported(moved, 4317, "env: [{name: GONE, value: x}], volumes: [{name: gone, emptyDir: {}}]");
    asOfTheGoOperator(moved);
    assertThat(names(deployment(moved))).contains("variable GONE", "volume gone", "port 4317");
    try (var _ = MortalOperator.start(config, Set.of(moved))) {
      awaitSettled(moved);

      ported(moved, 4317, "replicas: 1");

      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(names(deployment(moved)))
                      .contains("port 4317")
                      .doesNotContain("variable GONE", "volume gone"));

      ported(moved, 4320, "replicas: 1");

      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(names(deployment(moved)))
                    .contains("port 4320")
                    .doesNotContain("port 4317");
                var service =
                    client.services().inNamespace(moved).withName("walk-collector").require();
                assertThat(service.getSpec().getPorts())
                    .extracting(port -> port.getPort())
                    .containsExactly(4320);
              });
    }
  }

  private static List<String> names(Deployment deployment) {
    var pod = deployment.getSpec().getTemplate().getSpec();
    var container = pod.getContainers().getFirst();
    return Stream.of(
            container.getEnv().stream().map(it -> "variable " + it.getName()),
            container.getPorts().stream().map(it -> "port " + it.getContainerPort()),
            pod.getVolumes().stream().map(it -> "volume " + it.getName()))
        .flatMap(names -> names)
        .toList();
  }

  private void ported(String where, int port, String more) {
    load(
        where,
        """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: walk}
        spec: {
          config: {
            receivers: {otlp: {protocols: {grpc: {endpoint: "0.0.0.0:%d"}}}},
            exporters: {debug: {}},
            service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
          },
          %s
        }
        """
            .formatted(port, more));
  }

  /** Makes the objects of a collector as another program would, without what is only ours. */
  private void asOfTheGoOperator(String where) {
    var resource =
        client
            .resources(OpenTelemetryCollector.class)
            .inNamespace(where)
            .withName("walk")
            .require();
    var facts =
        RunCommand.collectorFacts(Settings.defaults(), List.of())
            .in(new ClusterFacts(true, Set.of()));
    var another = new ConfigBuilder(config).withUserAgent("manager/1.0").build();
    try (var other = new KubernetesClientBuilder().withConfig(another).build()) {
      for (var object : CollectorObjects.of(resource, facts).objects()) {
        if (object.getMetadata().getAnnotations() != null) {
          var annotations = new TreeMap<>(object.getMetadata().getAnnotations());
          annotations.keySet().removeAll(Set.of(Labels.OWNER, Labels.REVISION, Labels.POD_MARKS));
          object.getMetadata().setAnnotations(annotations);
        }
        other.resource(object).create();
      }
    }
  }

  private void assertAllBecomeTheSame(SortedSet<String> namespaces, String verbosity) {
    try (var _ = MortalOperator.start(config, namespaces)) {
      namespaces.forEach(it -> apply(it, verbosity));
      namespaces.forEach(this::awaitSettled);
      var expected =
          await().atMost(SOON).until(() -> state(namespaces.last()), it -> it.size() > 8);
      for (var one : namespaces) {
        await()
            .atMost(SOON)
            .untilAsserted(() -> assertThat(state(one)).as(one).isEqualTo(expected));
      }
    }
  }

  @Test
  void aReconcileWithoutAChangeWritesNothing() {
    var quiet = namespace("quiet");
    try (var operator = MortalOperator.start(config, Set.of(quiet))) {
      apply(quiet, "basic");
      awaitSettled(quiet);
      var last = new AtomicInteger();
      await()
          .during(Duration.ofSeconds(2))
          .atMost(SOON)
          .until(() -> last.getAndSet(operator.writes()) == operator.writes());
      var writes = operator.writes();
      var reconciles = operator.reconciles();

      client
          .services()
          .inNamespace(quiet)
          .withName("walk-collector")
          .edit(
              it -> {
                it.getMetadata().getAnnotations().put("somebody.example/note", "here");
                return it;
              });

      await().atMost(SOON).until(() -> operator.reconciles() > reconciles);
      assertThat(operator.writes()).isEqualTo(writes);
    }
    try (var operator = MortalOperator.start(config, Set.of(quiet))) {
      await().atMost(SOON).until(() -> operator.reconciles() > 1);
      assertThat(operator.writes()).as("after a restart").isZero();
    }
  }

  @Test
  void aChangeOfClaimsKeepsThePods() {
    var claims = namespace("claims");
    try (var _ = MortalOperator.start(config, Set.of(claims))) {
      claims(claims, "1Gi");
      var before =
          await()
              .atMost(SOON)
              .until(
                  () -> client.pods().inNamespace(claims).withName("set-collector-0").get(),
                  it -> it != null);

      claims(claims, "2Gi");

      await()
          .atMost(SOON)
          .ignoreExceptions()
          .until(
              () -> {
                StatefulSet set =
                    client
                        .apps()
                        .statefulSets()
                        .inNamespace(claims)
                        .withName("set-collector")
                        .require();
                var size =
                    set.getSpec()
                        .getVolumeClaimTemplates()
                        .getFirst()
                        .getSpec()
                        .getResources()
                        .getRequests()
                        .get("storage");
                var pod = client.pods().inNamespace(claims).withName("set-collector-0").require();
                var owner = pod.getMetadata().getOwnerReferences().getFirst().getUid();
                return "2Gi".equals(String.valueOf(size))
                    && owner.equals(set.getMetadata().getUid())
                    && pod.getMetadata().getUid().equals(before.getMetadata().getUid());
              });
    }
  }

  @Test
  void aChangeOfTheServiceKeepsThePods() {
    var service = namespace("service");
    try (var _ = MortalOperator.start(config, Set.of(service))) {
      load(service, COLLECTOR_WITHOUT_CLAIMS.formatted("set-collector-headless"));
      var before = awaitPod(service, "set-collector-0", "").getMetadata().getUid();

      load(service, COLLECTOR_WITHOUT_CLAIMS.formatted("other"));

      await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                StatefulSet set =
                    client
                        .apps()
                        .statefulSets()
                        .inNamespace(service)
                        .withName("set-collector")
                        .require();
                var pod = client.pods().inNamespace(service).withName("set-collector-0").require();
                assertThat(set.getSpec().getServiceName()).isEqualTo("other");
                assertThat(pod.getMetadata().getUid()).isEqualTo(before);
                assertThat(pod.getMetadata().getOwnerReferences().getFirst().getUid())
                    .isEqualTo(set.getMetadata().getUid());
              });
    }
  }

  /** A StatefulSet would try for ever to give such a claim to a pod that runs. */
  @Test
  void aClaimByANewNameReplacesThePods() {
    var claims = namespace("more-claims");
    try (var _ = MortalOperator.start(config, Set.of(claims))) {
      claims(claims, "1Gi");
      var before = awaitPod(claims, "set-collector-0", "");
      assertThat(volumes(before)).contains("queue").doesNotContain("more");

      load(claims, COLLECTOR_WITH_CLAIMS.formatted("1Gi", ANOTHER_CLAIM));

      var after = awaitPod(claims, "set-collector-0", before.getMetadata().getUid());
      assertThat(volumes(after)).contains("queue", "more");
    }
  }

  private Pod awaitPod(String where, String name, String otherThan) {
    return await()
        .atMost(SOON)
        .until(
            () -> client.pods().inNamespace(where).withName(name).get(),
            pod ->
                pod != null
                    && pod.getMetadata().getDeletionTimestamp() == null
                    && !pod.getMetadata().getUid().equals(otherThan));
  }

  private static List<String> volumes(Pod pod) {
    return pod.getSpec().getVolumes().stream().map(Volume::getName).toList();
  }

  @Test
  void anAutoscalerOfTheWorkloadItselfIsNotFought() {
    var scaled = namespace("scaled");
    try (var operator = MortalOperator.start(config, Set.of(scaled))) {
      apply(scaled, "basic");
      awaitSettled(scaled);

      var path =
          "/apis/apps/v1/namespaces/%s/deployments/walk-collector/scale".formatted(scaled)
              + "?fieldManager=kube-controller-manager";
      client.raw(
          path,
          "PUT",
          new ScaleBuilder()
              .withNewMetadata()
              .withNamespace(scaled)
              .withName("walk-collector")
              .endMetadata()
              .withNewSpec()
              .withReplicas(5)
              .endSpec()
              .build());
      var reconciles = operator.reconciles();
      apply(scaled, "detailed");

      await().atMost(SOON).until(() -> operator.reconciles() > reconciles);
      awaitSettled(scaled);
      assertThat(deployment(scaled).getSpec().getReplicas()).isEqualTo(5);
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whatTheApiServerRefusesIsTriedUntilItTakesIt() {
    var refused = namespace("refused");
    var quota = client.resourceQuotas().inNamespace(refused).withName("full");
    load(
        refused,
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: full}
        spec: {hard: {count/deployments.apps: "0"}}
        """);
    await().atMost(SOON).until(() -> quota.require().getStatus().getHard() != null);
    try (var operator = MortalOperator.start(config, Set.of(refused))) {
      apply(refused, "basic");
      await()
          .atMost(SOON.multipliedBy(2))
          .until(() -> operator.reconciles() > MORE_THAN_THE_FRAMEWORK_TRIES);

      quota.delete();

      await().atMost(SOON.multipliedBy(2)).until(() -> isSettled(refused));
      assertThat(deployment(refused)).isNotNull();
    }
  }

  @Test
  void theLeastOfAnAutoscalerDoesNotFollowWhatItAsksFor() {
    var least = namespace("least");
    try (var operator = MortalOperator.start(config, Set.of(least))) {
      apply(least, "basic", "autoscaler: {maxReplicas: 5}");
      awaitSettled(least);
      assertThat(autoscaler(least).getSpec().getMinReplicas()).isEqualTo(1);

      client.raw(
          "/apis/opentelemetry.io/v1beta1/namespaces/%s/opentelemetrycollectors/walk/scale"
              .formatted(least),
          "PUT",
          new ScaleBuilder()
              .withNewMetadata()
              .withNamespace(least)
              .withName("walk")
              .endMetadata()
              .withNewSpec()
              .withReplicas(4)
              .endSpec()
              .build());

      await().atMost(SOON).until(() -> deployment(least).getSpec().getReplicas() == 4);
      awaitSettled(least);
      assertThat(autoscaler(least).getSpec().getMinReplicas()).isEqualTo(1);
      var reconciles = operator.reconciles();

      apply(least, "basic", "autoscaler: {minReplicas: 2, maxReplicas: 5}");

      await().atMost(SOON).until(() -> autoscaler(least).getSpec().getMinReplicas() == 2);
      assertThat(operator.reconciles()).isGreaterThan(reconciles);
      assertThat(deployment(least).getSpec().getReplicas()).isEqualTo(4);
    }
  }

  private HorizontalPodAutoscaler autoscaler(String where) {
    return client
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(where)
        .withName("walk-collector")
        .require();
  }

  @Test
  void aChangeOfAnExtraConfigMapReplacesThePods() {
    var extra = namespace("extra");
    content(extra, "one");
    try (var _ = MortalOperator.start(config, Set.of(extra))) {
      apply(extra, "basic", "configmaps: [{name: mine, mountpath: mine}]");
      awaitSettled(extra);
      var before = deployment(extra).getSpec().getTemplate();

      content(extra, "two");

      await().atMost(SOON).until(() -> !deployment(extra).getSpec().getTemplate().equals(before));
    }
  }

  private SortedSet<String> walk(String name, Set<String> existing, String verbosity) {
    return walk(name, existing, verbosity, _ -> {});
  }

  private SortedSet<String> walk(
      String name, Set<String> existing, String verbosity, Consumer<String> before) {
    var namespaces = new TreeSet<String>();
    var waiting = new ArrayList<>(existing);
    for (var writes = 0; writes < MORE_WRITES_THAN_A_COLLECTOR_TAKES; writes++) {
      if (!existing.isEmpty() && waiting.isEmpty()) {
        return namespaces;
      }
      var one =
          waiting.isEmpty() ? namespace("%s-%02d".formatted(name, writes)) : waiting.removeFirst();
      namespaces.add(one);
      if (existing.isEmpty()) {
        apply(one, verbosity);
        before.accept(one);
      }
      try (var operator = MortalOperator.dyingAfter(writes, config, Set.of(one))) {
        if (!existing.isEmpty()) {
          apply(one, verbosity);
        }
        await().atMost(SOON).until(() -> operator.isDead() || isSettled(one));
        if (!operator.isDead()) {
          return namespaces;
        }
      }
    }
    throw new AssertionError("a collector takes endless writes");
  }

  private String namespace(String suffix) {
    var name = namespace + "-" + suffix;
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .serverSideApply();
    return name;
  }

  private void apply(String where, String verbosity) {
    apply(where, verbosity, "autoscaler: {maxReplicas: 3}");
  }

  private void apply(String where, String verbosity, String more) {
    load(
        where,
        """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: walk}
        spec:
          %s
          config:
            receivers: {otlp: {protocols: {grpc: {}}}}
            processors: {k8sattributes: {}}
            exporters: {debug: {verbosity: %s}}
            service:
              pipelines:
                traces: {receivers: [otlp], processors: [k8sattributes], exporters: [debug]}
        """
            .formatted(more, verbosity));
  }

  private void claims(String where, String size) {
    load(where, COLLECTOR_WITH_CLAIMS.formatted(size, ""));
  }

  private void content(String where, String content) {
    load(
        where,
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: mine}
        data: {key: %s}
        """
            .formatted(content));
  }

  private void load(String where, String yaml) {
    client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(where)
        .forceConflicts()
        .serverSideApply();
  }

  private Deployment deployment(String where) {
    return client.apps().deployments().inNamespace(where).withName("walk-collector").require();
  }

  private void awaitSettled(String where) {
    await().atMost(SOON).until(() -> isSettled(where));
  }

  /** The status speaks of the newest spec, so all has been made before. */
  private boolean isSettled(String where) {
    var collector =
        client
            .resources(OpenTelemetryCollector.class)
            .inNamespace(where)
            .withName("walk")
            .require();
    var status = collector.getStatus();
    return status != null
        && collector.getMetadata().getGeneration().equals(status.observedGeneration())
        && status.conditions() != null
        && status.conditions().stream().noneMatch(it -> it.getReason().equals("ReconcileFailed"));
  }

  /** What there is of a collector, without what differs from one namespace to another. */
  private SortedMap<String, JsonNode> state(String where) {
    var state = new TreeMap<String, JsonNode>();
    for (var kind : KINDS) {
      for (var object : client.resources(kind).inNamespace(where).list().getItems()) {
        if (object.getMetadata().getName().startsWith("walk-")) {
          put(state, where, object);
        }
      }
    }
    for (var kind : List.of(ClusterRole.class, ClusterRoleBinding.class)) {
      for (HasMetadata object : client.resources(kind).list().getItems()) {
        if (object.getMetadata().getName().startsWith("walk-" + where + "-")) {
          put(state, where, object);
        }
      }
    }
    return state;
  }

  private static void put(SortedMap<String, JsonNode> state, String where, HasMetadata object) {
    var tree = (ObjectNode) Yaml.tree(object);
    tree.remove("status");
    var metadata = (ObjectNode) tree.get("metadata");
    metadata.remove(
        List.of(
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "managedFields",
            "ownerReferences"));
    ((ObjectNode) metadata.path("annotations"))
        .remove(
            List.of(
                "deployment.kubernetes.io/revision", "operator.opentelemetry.io/applied-sha256"));
    if (object instanceof Service) {
      ((ObjectNode) tree.get("spec")).remove(List.of("clusterIP", "clusterIPs"));
    }
    var text = tree.toString().replace(where, "NAMESPACE");
    var name = object.getMetadata().getName().replace(where, "NAMESPACE");
    state.put(
        object.getKind() + " " + name,
        io.fabric8.kubernetes.client.utils.Serialization.unmarshal(text, JsonNode.class));
  }
}
