// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.child.ApiKind;
import io.otelop.cluster.PlannedWrites;
import io.otelop.collector.CollectorPlan;
import io.otelop.collector.CollectorReconciler;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Tenants;
import io.otelop.testing.Yaml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is planned is what then happens: each plan is carried out and compared. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String IMAGE =
      "--setting=collector-image=" + RunningOperator.COLLECTOR_IMAGE;

  private final Cluster cluster;
  private final Shell shell;
  @AutoClose private final RunningOperator operator;

  PlanOnApiServerTest(Cluster cluster) throws IOException {
    this.cluster = cluster;
    this.shell = new Shell(cluster);
    this.operator = RunningOperator.start(cluster);
  }

  @Test
  void whatIsTakenAwayForTheFirstTimeIsPlannedToo(@TempDir Path folder) throws IOException {
    var more = "ports: [{name: more, port: 9999, protocol: TCP}, {name: less, port: 9998}]";
    planAndApply(folder, "narrowed", collector("narrowed", more, "[debug]"));
    planAndApply(
        folder, "narrowed", collector("narrowed", "ports: [{name: less, port: 9998}]", "[debug]"));
    planAndApply(folder, "narrowed", collector("narrowed", "replicas: 1", "[debug]"));
  }

  @Test
  void whatIsPlannedForACollectorIsWhatHappens(@TempDir Path folder) throws IOException {
    var first = collector("gateway", "mode: deployment\n  replicas: 2", "[debug]");
    planAndApply(folder, "gateway", first);

    assertThat(plan(folder, first).out()).isEqualTo("Nothing would change.\n");

    planAndApply(
        folder,
        "gateway",
        collector("gateway", "mode: deployment\n  replicas: 3", "[debug, otlp]"));
    planAndApply(
        folder,
        "gateway",
        collector("gateway", "autoscaler: {minReplicas: 1, maxReplicas: 3}", "[debug]"));
    planAndApply(folder, "gateway", first);
  }

  @Test
  void permissionsAreMadeAsPlanned(@TempDir Path folder) throws IOException {
    var text = collector("reader", "mode: deployment", "[debug]");
    planAndApply(
        folder,
        "reader",
        text.replace("receivers: [otlp]", "receivers: [otlp], processors: [k8sattributes]")
            .replace(
                "    exporters: {debug",
                "    processors: {k8sattributes: {}}\n    exporters: {debug"));
    planAndApply(folder, "reader", text);
  }

  @Test
  void aWorkloadIsMadeAnewAsPlanned(@TempDir Path folder) throws IOException {
    var before = collector("stateful", "mode: statefulset\n  serviceName: one", "[debug]");
    planAndApply(folder, "stateful", before);

    var told = plan(folder, before.replace("serviceName: one", "serviceName: two"));

    assertThat(told.out())
        .contains("~ recreate StatefulSet " + cluster.namespace() + "/stateful-collector");
  }

  @Test
  void anObjectOfSomebodyElseIsKeptAsPlanned(@TempDir Path folder) throws IOException {
    cluster.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: taken-collector, namespace: %s}
        """
            .formatted(cluster.namespace()));

    var told = plan(folder, collector("taken", "mode: deployment", "[debug]"));

    assertThat(told.out())
        .contains("! keep     ServiceAccount " + cluster.namespace() + "/taken-collector")
        .contains("+ create   Deployment " + cluster.namespace() + "/taken-collector");
  }

  @Test
  void aConfigThatCannotWorkIsRefusedInThePlanToo(@TempDir Path folder) throws IOException {
    var told = plan(folder, collector("wrong", "mode: deployment", "[debgu]"));

    assertThat(told.code()).isEqualTo(Command.FAILED);
    assertThat(told.out()).contains("! refuse").contains("debgu");
  }

  @Test
  void aKindThatTheClusterDoesNotKnowIsRefused(@TempDir Path folder) throws IOException {
    var told = plan(folder, "{apiVersion: example.org/v1, kind: Unheard, metadata: {name: it}}");

    assertThat(told.code()).isEqualTo(Command.FAILED);
    assertThat(told.out()).contains("! refuse   Unheard it").contains("does not know this kind");
  }

  @Test
  void filesCanMakeTheirOwnNamespace(@TempDir Path folder) throws IOException {
    var place = cluster.namespace() + "-new";
    var told =
        plan(
            folder,
            "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}\n---\n".formatted(place)
                + collector("gateway", "mode: deployment", "[debug]")
                    .replace("namespace: " + cluster.namespace(), "namespace: " + place));

    assertThat(told.code()).as(told.out()).isZero();
    assertThat(told.out())
        .contains("+ create   Namespace " + place)
        .contains("+ create   OpenTelemetryCollector " + place + "/gateway")
        .contains("+ create   Deployment " + place + "/gateway-collector")
        .contains("its namespace is not there yet");
  }

  @Test
  void workloadsThatAnInstrumentationOutdatesAreNamed(@TempDir Path folder) throws IOException {
    cluster.apply(instrumentation("http://gateway:4318", ""));
    operator.awaitInjectionBy("default");
    var shop = deployment("shop");
    var planned = plan(folder, shop);
    cluster.apply(shop);
    await().atMost(SOON).until(() -> !pods("shop").isEmpty());

    var told = plan(folder, instrumentation("http://elsewhere:4318", ""));
    var restarting =
        plan(folder, instrumentation("http://elsewhere:4318", ", restart: {policy: OnChange}"));
    var other = plan(folder, shop.replace("shop:1", "shop:2"));
    var second =
        plan(folder, instrumentation("http://gateway:4318", "").replace("default", "second"));

    assertThat(planned.out())
        .contains("+ create   Deployment " + cluster.namespace() + "/shop")
        .contains("java in container app: injected by instrumentation");
    assertThat(told.out())
        .contains("~ change   Instrumentation " + cluster.namespace() + "/default")
        .contains("/spec/exporter/endpoint")
        .contains("~ outdate  Deployment " + cluster.namespace() + "/shop\n")
        .contains("its pods become: java outdated");
    assertThat(restarting.out())
        .contains("~ outdate  Deployment %s/shop, whose pods are".formatted(cluster.namespace()));
    assertThat(other.out())
        .contains("~ change   Deployment %s/shop, whose pods are".formatted(cluster.namespace()));

    assertThat(second.out())
        .contains("+ create   Instrumentation %s/second".formatted(cluster.namespace()))
        .contains("SeveralInstrumentations: ")
        .contains("there are %1$s/default, %1$s/second".formatted(cluster.namespace()));

    cluster.apply(instrumentation("http://elsewhere:4318", ""));
    var explained = shell.run("explain", "deployment", "shop");
    assertThat(explained.out()).as("what then happens").contains("java outdated");
  }

  /** As {@code kubectl apply} makes and changes objects without being told more. */
  @Test
  void whatAnEarlierManifestHadGoesAsPlanned(@TempDir Path folder) throws IOException {
    var first =
        deployment("plain").replace("spec:\n  selector", "spec:\n  replicas: 2\n  selector");
    var manifest = (ObjectNode) Yaml.document(first);
    var live = Yaml.as(manifest, GenericKubernetesResource.class);
    live.getMetadata()
        .setAnnotations(
            Map.of("kubectl.kubernetes.io/last-applied-configuration", manifest.toString()));
    cluster.client().resource(live).create();

    assertThat(plan(folder, first).out()).isEqualTo("Nothing would change.\n");
    assertThat(
            plan(
                    folder,
                    first.replace("  replicas: 2\n", "").replace("{name: app,", "{name: renamed,"))
                .out())
        .contains("/spec/replicas\n", "/spec/template/spec/containers/0/name\n")
        .doesNotContain("/spec/template/spec/containers\n");
  }

  @Test
  void whoMayDoEverythingInOneNamespaceGetsTheSamePlan(@TempDir Path folder) throws IOException {
    var tenant =
        Tenants.of(
            cluster, "tenant", "[{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]", folder);
    var theirs = new Shell(tenant);
    planAndApply(theirs, folder, "rented", collector("rented", "replicas: 2", "[debug]"));
    planAndApply(
        theirs, folder, "rented", collector("rented", "autoscaler: {maxReplicas: 3}", "[debug]"));
    planAndApply(theirs, folder, "rented", collector("rented", "replicas: 1", "[debug]"));

    var told =
        theirs.run(
            "plan", "-f", write(folder, collector("rented", "replicas: 4", "[debug]")), IMAGE);

    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out()).contains("~ change   Deployment " + cluster.namespace() + "/rented");
    assertThat(told.err())
        .containsOnlyOnce("You may not list pods of all namespaces")
        .containsOnlyOnce("You may not list ClusterRoles");
  }

  @Test
  void whoMayOnlyWriteCollectorsIsToldWhatCouldNotBeAsked(@TempDir Path folder) throws IOException {
    var author =
        Tenants.of(
            cluster,
            "author",
            "[{apiGroups: [opentelemetry.io], resources: ['*'], verbs: ['*']}]",
            folder);
    cluster.apply(collector("known", "replicas: 1", "[debug]"));

    var made =
        new Shell(author)
            .run(
                "plan",
                "-f",
                write(folder, collector("authored", "replicas: 1", "[debug]")),
                IMAGE);
    var changed =
        new Shell(author)
            .run("plan", "-f", write(folder, collector("known", "replicas: 2", "[debug]")), IMAGE);

    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out())
        .contains("+ create   OpenTelemetryCollector " + cluster.namespace() + "/authored")
        .contains("+ create   Deployment " + cluster.namespace() + "/authored-collector")
        .contains("you may not read it, so whether it is there already is not known");
    assertThat(changed.code()).as(changed.err()).isZero();
    assertThat(changed.out())
        .contains("~ change   OpenTelemetryCollector " + cluster.namespace() + "/known");
    assertThat(changed.err()).contains("You may not list Deployments");
  }

  @Test
  void whatAnOlderVersionMakesIsPlannedToo(@TempDir Path folder) throws IOException {
    planAndApply(folder, "older", older("older", "otlp"));
    planAndApply(folder, "older", older("older", "zipkin"));

    assertThat(plan(folder, older("older", "zipkin")).out()).isEqualTo("Nothing would change.\n");
  }

  @Test
  void kindsThatTheClusterHasBeyondKubernetesAreMadeAsPlanned(@TempDir Path folder)
      throws IOException {
    cluster.apply(definition("monitoring.coreos.com", "v1", "ServiceMonitor"));
    cluster.apply(definition("route.openshift.io", "v1", "Route"));
    cluster.apply(definition("gateway.networking.k8s.io", "v1", "HTTPRoute"));
    for (var name :
        List.of(
            "servicemonitors.monitoring.coreos.com",
            "routes.route.openshift.io",
            "httproutes.gateway.networking.k8s.io")) {
      awaitEstablished(name);
    }
    var ways =
        """
        observability: {metrics: {enableMetrics: true}}
          ingress: {type: route, hostname: example.test, route: {termination: edge}}
          httpRoute: {enabled: true, gateway: public, hostnames: [example.test]}""";
    try {
      planAndApply(folder, "exposed", collector("exposed", "replicas: 1", "[debug]"));
      planAndApply(folder, "exposed", collector("exposed", ways, "[debug]"));
      assertThat(owned("exposed").keySet().toString())
          .contains("ServiceMonitor/", "Route/", "HTTPRoute/");
      assertThat(plan(folder, collector("exposed", ways, "[debug]")).out())
          .isEqualTo("Nothing would change.\n");
      planAndApply(folder, "exposed", collector("exposed", "replicas: 1", "[debug]"));
    } finally {
      for (var name :
          List.of("routes.route.openshift.io", "httproutes.gateway.networking.k8s.io")) {
        var definition =
            cluster.client().apiextensions().v1().customResourceDefinitions().withName(name);
        definition.delete();
        await().atMost(SOON).until(() -> definition.get() == null);
      }
    }
  }

  @Test
  void podsGetTheSidecarThatWasPlanned(@TempDir Path folder) throws IOException {
    var key = "sidecar.opentelemetry.io/inject";
    var beside = collector("beside", "mode: sidecar", "[debug]");
    var app =
        deployment("accompanied")
            .replace("instrumentation.opentelemetry.io/inject-java: \"default\"", key + ": beside");

    var together = plan(folder, beside + "---\n" + app);
    planAndApply(folder, "beside", beside);
    cluster.apply(app);
    await()
        .atMost(SOON)
        .until(
            () ->
                pods("accompanied").stream()
                    .anyMatch(it -> PlannedWrites.stable(it).toString().contains("otc-container")));
    var changed = plan(folder, collector("beside", "mode: sidecar\n  image: other:1", "[debug]"));
    cluster.client().resource(cluster.client().load(stream(beside)).items().getFirst()).delete();
    var without = plan(folder, app.replace("accompanied:1", "accompanied:2"));

    assertThat(together.out())
        .contains("+ create   OpenTelemetryCollector " + cluster.namespace() + "/beside")
        .doesNotContain("Deployment " + cluster.namespace() + "/beside-collector")
        .contains("sidecar in container otc-container: injected by collector");
    assertThat(changed.out())
        .contains("~ change   OpenTelemetryCollector " + cluster.namespace() + "/beside");
    assertThat(without.out()).contains("sidecar: not injected: UnknownCollector");
  }

  private void awaitEstablished(String definition) {
    await()
        .atMost(SOON)
        .ignoreException(NullPointerException.class)
        .until(
            () ->
                cluster
                    .client()
                    .apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(definition)
                    .require()
                    .getStatus()
                    .getConditions()
                    .stream()
                    .anyMatch(
                        it -> it.getType().equals("Established") && it.getStatus().equals("True")));
  }

  private static ByteArrayInputStream stream(String yaml) {
    return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static String definition(String group, String version, String kind) {
    var singular = kind.toLowerCase(Locale.ROOT);
    return """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata:
      name: %1$ss.%2$s
      annotations: {api-approved.kubernetes.io: unapproved, for a test}
    spec:
      group: %2$s
      names: {kind: %4$s, plural: %1$ss, singular: %1$s}
      scope: Namespaced
      versions:
        - name: %3$s
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
    """
        .formatted(singular, group, version, kind)
        .replace("unapproved, for a test", "\"unapproved, for a test\"");
  }

  private String older(String name, String receiver) {
    return """
    apiVersion: opentelemetry.io/v1alpha1
    kind: OpenTelemetryCollector
    metadata: {name: %s, namespace: %s}
    spec:
      minReplicas: 1
      maxReplicas: 2
      config: |
        receivers: {otlp: {protocols: {http: {}}}, zipkin: {}}
        exporters: {debug: {}}
        service: {pipelines: {traces: {receivers: [%s], exporters: [debug]}}}
    """
        .formatted(name, cluster.namespace(), receiver);
  }

  private void planAndApply(Path folder, String name, String collector) throws IOException {
    planAndApply(shell, folder, name, collector);
  }

  /** Compares which objects come, change and go, and each of them byte by byte. */
  private void planAndApply(Shell asking, Path folder, String name, String collector)
      throws IOException {
    var before = owned(name);
    var told = asking.run("plan", "-o", "yaml", "-f", write(folder, collector), IMAGE);
    var planned = new TreeMap<String, String>();
    var after = new TreeMap<String, JsonNode>();
    for (var step : Yaml.document(told.out())) {
      if (step.path("kind").asText().equals("OpenTelemetryCollector")) {
        continue;
      }
      var key = step.path("kind").asText() + "/" + step.path("name").asText();
      planned.put(key, step.path("action").asText());
      after.put(key, step.path("after"));
    }
    assertThat(planned).as(told.out() + told.err()).isNotEmpty();

    apply(collector);

    await().atMost(SOON).untilAsserted(() -> assertThat(happened(before, name)).isEqualTo(planned));
    var now = owned(name);
    planned.forEach(
        (key, action) -> {
          if (!action.equals("delete")) {
            assertThat(text(Objects.requireNonNull(now.get(key))))
                .as(key)
                .isEqualTo(text(Objects.requireNonNull(after.get(key))));
          }
        });
  }

  /** As {@code kubectl apply --server-side} does. */
  private void apply(String yaml) {
    cluster
        .client()
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .fieldManager("kubectl")
        .forceConflicts()
        .serverSideApply();
  }

  private Map<String, String> happened(Map<String, JsonNode> before, String name) {
    var now = owned(name);
    var keys = new TreeSet<>(before.keySet());
    keys.addAll(now.keySet());
    var happened = new TreeMap<String, String>();
    for (var key : keys) {
      if (!before.containsKey(key)) {
        happened.put(key, "create");
      } else if (!now.containsKey(key)) {
        happened.put(key, "delete");
      } else if (!Objects.equals(before.get(key), now.get(key))) {
        happened.put(key, "change");
      }
    }
    return happened;
  }

  /** What the collector owns, without what differs from one write to another. */
  private Map<String, JsonNode> owned(String name) {
    var owned = new TreeMap<String, JsonNode>();
    for (var kind : CollectorPlan.kinds()) {
      cluster
          .client()
          .resources(kind)
          .inAnyNamespace()
          .withLabels(CollectorReconciler.labels())
          .withLabel("app.kubernetes.io/instance", cluster.namespace() + "." + name)
          .list()
          .getItems()
          .stream()
          .filter(it -> it.getMetadata().getDeletionTimestamp() == null)
          .forEach(object -> owned.put(key(object), PlannedWrites.stable(object)));
    }
    for (var kind : CollectorReconciler.optionalKinds()) {
      ofKind(kind, name).forEach(object -> owned.put(key(object), PlannedWrites.stable(object)));
    }
    return owned;
  }

  private List<GenericKubernetesResource> ofKind(ApiKind kind, String name) {
    try {
      return cluster
          .client()
          .genericKubernetesResources(kind.apiVersion(), kind.kind())
          .inNamespace(cluster.namespace())
          .withLabels(CollectorReconciler.labels())
          .withLabel("app.kubernetes.io/instance", cluster.namespace() + "." + name)
          .list()
          .getItems();
    } catch (KubernetesClientException | IllegalArgumentException unknown) {
      return List.of();
    }
  }

  private static String key(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }

  /**
   * The plan says of the uid of an owner that does not exist yet, and what depends on it, that it
   * is known later; a Service gets its address when it is made.
   */
  private static String text(JsonNode object) {
    return Yaml.text(List.of(object))
        .replaceAll("(?m)^( *(?:- )?uid): .*$", "$1: x")
        .replaceAll("(?m)^( *operator.opentelemetry.io/applied-sha256): .*$", "$1: x")
        .replaceAll("(?m)^ *clusterIP: \"?[0-9].*\n", "")
        .replaceAll("(?m)^ *clusterIPs:\n *- \"?[0-9].*\n", "");
  }

  private List<io.fabric8.kubernetes.api.model.Pod> pods(String app) {
    return cluster
        .client()
        .pods()
        .inNamespace(cluster.namespace())
        .withLabel("app", app)
        .list()
        .getItems();
  }

  private Shell.Result plan(Path folder, String text) throws IOException {
    return shell.run("plan", "-f", write(folder, text), IMAGE);
  }

  private static String write(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("files.yaml"), text).toString();
  }

  private String collector(String name, String how, String exporters) {
    return """
    apiVersion: opentelemetry.io/v1beta1
    kind: OpenTelemetryCollector
    metadata: {name: %s, namespace: %s}
    spec:
      %s
      config:
        receivers: {otlp: {protocols: {http: {}}}}
        exporters: {debug: {}, otlp: {endpoint: "vendor:4317"}}
        service: {pipelines: {traces: {receivers: [otlp], exporters: %s}}}
    """
        .formatted(name, cluster.namespace(), how, exporters);
  }

  private String instrumentation(String endpoint, String more) {
    return """
    apiVersion: opentelemetry.io/v1alpha1
    kind: Instrumentation
    metadata: {name: default, namespace: %s}
    spec: {exporter: {endpoint: "%s"}%s}
    """
        .formatted(cluster.namespace(), endpoint, more);
  }

  private String deployment(String name) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s, namespace: %2$s}
    spec:
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata:
          labels: {app: %1$s}
          annotations: {instrumentation.opentelemetry.io/inject-java: "default"}
        spec:
          containers: [{name: app, image: "app.test/%1$s:1"}]
    """
        .formatted(name, cluster.namespace());
  }
}
