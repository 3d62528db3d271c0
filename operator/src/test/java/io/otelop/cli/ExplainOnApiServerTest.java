// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.otelop.crds.instrumentation.ClusterInstrumentation;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Tenants;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person is told about workloads that the operator saw, and that it did not see; it does not
 * run when they ask.
 */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final Shell shell;

  ExplainOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
    this.shell = new Shell(cluster);
  }

  @BeforeAll
  void makeWorkloads() throws IOException {
    cluster.apply(instrumentation("current", "http://gateway:4318"));
    cluster.apply(instrumentation("changed", "http://gateway:4318"));
    try (var operator = RunningOperator.start(cluster)) {
      operator.awaitInjectionBy("current");
      operator.awaitInjectionBy("changed");
      cluster.apply(deployment("shop", "current"));
      cluster.apply(deployment("behind", "changed"));
      cluster.apply(deployment("misspelt", "curent"));
      pod("shop");
      pod("behind");
      pod("misspelt");
      await()
          .atMost(SOON)
          .until(
              () -> shell.run("explain", "instrumentation", "changed").out(),
              told -> told.contains("Ready is True, Usable"));
    }
    cluster.apply(instrumentation("changed", "http://elsewhere:4318"));
    cluster.apply(deployment("late", "current"));
    pod("late");
    makeThoseThatAreSelected();
    makeThoseWithSidecars();
  }

  private void makeThoseThatAreSelected() {
    cluster.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: Instrumentation
        metadata: {name: selecting, namespace: %1$s}
        spec:
          exporter: {endpoint: "http://gateway:4318"}
          selector: {podSelector: {matchLabels: {app: chosen}}, languages: [java]}
        ---
        apiVersion: opentelemetry.io/v1alpha1
        kind: ClusterInstrumentation
        metadata: {name: of-%1$s}
        spec:
          exporter: {endpoint: "http://gateway:4318"}
          selector:
            namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
            podSelector: {matchLabels: {app: of-the-fleet}}
            languages: [python]
        """
            .formatted(cluster.namespace()));
    cluster.apply(deployment("chosen", Map.of()));
    cluster.apply(deployment("of-the-fleet", Map.of()));
    pod("chosen");
    pod("of-the-fleet");
  }

  private void makeThoseWithSidecars() {
    cluster.apply(collector("beside", "sidecar", "[debug]"));
    var key = "sidecar.opentelemetry.io/inject";
    cluster.apply(deployment("accompanied", Map.of(key, "beside")));
    cluster.apply(deployment("unaccompanied", Map.of(key, "besides")));
    pod("accompanied");
    pod("unaccompanied");
  }

  @AfterAll
  void removeWhatIsOfTheCluster() {
    cluster
        .client()
        .resources(ClusterInstrumentation.class)
        .withName("of-" + cluster.namespace())
        .delete();
  }

  @Test
  void tellsWhatWasInjectedAndByWhat() {
    var told = shell.run("explain", "deployment", "shop");

    assertThat(told.err()).isEmpty();
    assertThat(told.code()).isZero();
    assertThat(told.out())
        .contains("Deployment " + cluster.namespace() + "/shop")
        .contains("instrumentation.opentelemetry.io/inject-java: \"current\" (at the pod)")
        .contains(
            "java in container app: injected by instrumentation %s/current@%d"
                .formatted(cluster.namespace(), generation("current")))
        .containsPattern("shop-[^:]*: java instrumented")
        .doesNotContain("What to do");
  }

  private long generation(String instrumentation) {
    return cluster
        .client()
        .resources(Instrumentation.class)
        .inNamespace(cluster.namespace())
        .withName(instrumentation)
        .require()
        .getMetadata()
        .getGeneration();
  }

  @Test
  void findsTheDeploymentOfAPod() {
    var name = pod("shop").getMetadata().getName();

    var told = shell.run("explain", "pod/" + name);

    assertThat(told.out())
        .contains("Deployment " + cluster.namespace() + "/shop")
        .contains(name + ": java instrumented");
  }

  @Test
  void tellsThatThePodsAreOlderThanTheirInstrumentation() {
    var told = shell.run("explain", "deploy/behind");

    assertThat(told.out())
        .containsPattern("behind-[^:]*: java outdated")
        .contains("kubectl -n " + cluster.namespace() + " rollout restart deployment behind");
  }

  @Test
  void tellsWhyTheOperatorDoesNotRestartIt() {
    cluster
        .client()
        .resources(Instrumentation.class)
        .inNamespace(cluster.namespace())
        .withName("changed")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"status": {"restart": {"phase": "Waiting", "target": "x", "waiting": [
              {"workload": "%s/Deployment/behind", "reason": "DisruptionBudgetExhausted",
               "message": "takes 2 pods away at a time"}]}}}
            """
                .formatted(cluster.namespace()));

    var told = shell.run("explain", "deploy/behind");

    assertThat(told.out())
        .contains("Its restart by the operator:")
        .contains("DisruptionBudgetExhausted: takes 2 pods away at a time")
        .contains("kubectl -n " + cluster.namespace() + " get poddisruptionbudgets");
  }

  @Test
  void tellsThatAPodWasMissed() {
    var told = shell.run("explain", "deployment", "late");

    assertThat(told.out())
        .containsPattern("late-[^:]*: java missed")
        .contains("kubectl -n " + cluster.namespace() + " rollout restart deployment late");
  }

  @Test
  void tellsTheReasonAndTheCommandThatHelps() {
    var told = shell.run("explain", "deployment", "misspelt");

    assertThat(told.out())
        .contains("java: not injected")
        .contains(
            "UnknownInstrumentation: instrumentation.opentelemetry.io/inject-java: \"curent\"")
        .containsPattern("misspelt-[^:]*: java failed")
        .contains("patch deployment misspelt --type merge")
        .contains("{\"instrumentation.opentelemetry.io/inject-java\":\"INSTRUMENTATION\"}");
  }

  @Test
  void tellsThatTheAnnotationIsAtTheWrongObject() {
    cluster.apply(
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata:
          name: nightly
          namespace: %s
          annotations: {instrumentation.opentelemetry.io/inject-java: "true"}
        spec:
          schedule: "0 3 * * *"
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: app, image: "shop:1"}]
        """
            .formatted(cluster.namespace()));

    var told = shell.run("explain", "cronjob", "nightly");

    assertThat(told.out())
        .contains("nothing: neither its pods nor its namespace")
        .contains(
            "AnnotationAtWorkload: instrumentation.opentelemetry.io/inject-java: \"true\" is at the"
                + " CronJob itself")
        .contains("patch cronjob nightly")
        .contains("jobTemplate")
        .doesNotContain("rollout restart");
  }

  @Test
  void namesTheInstrumentationThatSelectsThePods() {
    var chosen = shell.run("explain", "deployment", "chosen");
    var ofTheFleet = shell.run("explain", "deployment", "of-the-fleet");

    assertThat(chosen.out())
        .contains(
            "spec.selector: \"java\" (at the Instrumentation %s/selecting)"
                .formatted(cluster.namespace()))
        .contains("java in container app: injected by instrumentation")
        .containsPattern("chosen-[^:]*: java missed");
    assertThat(ofTheFleet.out())
        .contains(
            "spec.selector: \"python\" (at the ClusterInstrumentation of-%s)"
                .formatted(cluster.namespace()))
        .containsPattern("of-the-fleet-[^:]*: python missed");
  }

  @Test
  void anOperatorOfSomeNamespacesHasNoClusterInstrumentations() {
    var told =
        shell.run(
            "explain",
            "deployment",
            "of-the-fleet",
            "--setting=watch-namespace=" + cluster.namespace());

    assertThat(told.out()).contains("no Instrumentation selects them").doesNotContain("missed");
  }

  @Test
  void knowsSidecars() {
    var accompanied = shell.run("explain", "deployment", "accompanied");
    var unaccompanied = shell.run("explain", "deployment", "unaccompanied");

    assertThat(accompanied.out())
        .contains("sidecar.opentelemetry.io/inject: \"beside\" (at the pod)")
        .contains("sidecar in container otc-container: injected by collector")
        .containsPattern("accompanied-[^:]*: sidecar missed")
        .contains("rollout restart deployment accompanied");
    assertThat(unaccompanied.out())
        .contains("sidecar: not injected")
        .contains("UnknownCollector: sidecar.opentelemetry.io/inject: \"besides\"")
        .containsPattern("unaccompanied-[^:]*: sidecar failed")
        .contains("{\"sidecar.opentelemetry.io/inject\":\"COLLECTOR\"}");
  }

  @Test
  void statusKnowsThemToo() {
    var told = shell.run("status");

    var place = "Deployment " + cluster.namespace();
    assertThat(told.out())
        .containsPattern(place + "/chosen +java +1 +missed")
        .containsPattern(place + "/of-the-fleet +python +1 +missed")
        .containsPattern(place + "/accompanied +sidecar +1 +missed")
        .containsPattern(place + "/unaccompanied +sidecar +1 +failed +UnknownCollector: ")
        .containsPattern("of-" + cluster.namespace() + " +1 missed");
  }

  @Test
  void tellsWhomAnInstrumentationServesAndThatNoOperatorHasSeenItsChange() {
    var told = shell.run("explain", "instrumentation", "changed");

    assertThat(told.err()).isEmpty();
    assertThat(told.code()).isZero();
    assertThat(told.out())
        .startsWith("Instrumentation " + cluster.namespace() + "/changed\n")
        .containsPattern("java: .*1 outdated")
        .containsPattern("Deployment " + cluster.namespace() + "/behind +java +1 +outdated")
        .containsPattern("java +\\S+ +the operator, which wrote it into the spec")
        .containsPattern("go +.*; pods cannot ask for it, the operator has it disabled")
        .contains("those of this program, for no operator was found")
        .containsPattern("of generation \\d, and the spec is of generation \\d: no operator has")
        .contains("Ready is True, Usable")
        .contains("policy: Never")
        .contains("kubectl -n " + cluster.namespace() + " rollout restart deployment behind");
  }

  @Test
  void tellsWhomAClusterInstrumentationServes() {
    var told = shell.run("explain", "clusterinstrumentation/of-" + cluster.namespace());

    assertThat(told.err()).isEmpty();
    assertThat(told.out())
        .startsWith("ClusterInstrumentation of-" + cluster.namespace() + "\n")
        .containsPattern("Deployment " + cluster.namespace() + "/of-the-fleet +python +1 +missed")
        .containsPattern("python +\\S+ +the operator, for the spec names none")
        .contains("nothing: no operator has looked at it");
  }

  @Test
  void tellsWhichPodsAnInstrumentationCouldNotHelpAndWhy() {
    cluster.apply(
        instrumentation("refused", "http://gateway:4318")
            .replace(
                "spec: {",
                "spec: {java: {image: x}, restart: {policy: OnChange, window: {start: \"22:00\","
                    + " end: \"05:00\", timeZone: Europe/Nowhere}}, "));
    cluster.apply(deployment("refused", "refused"));
    pod("refused");

    var told = shell.run("explain", "otelinst", "refused");
    var forPrograms = shell.run("explain", "instrumentation", "refused", "-o", "json");

    assertThat(told.out())
        .contains("TimeZoneUnknown: spec.restart.window.timeZone: \"Europe/Nowhere\"")
        .containsPattern("java +x +the spec")
        .containsPattern("refused +java +1 +failed +InvalidInstrumentation: ")
        .contains("policy: none, for the spec cannot be used")
        .containsOnlyOnce("kubectl -n " + cluster.namespace() + " edit instrumentation refused");
    assertThat(forPrograms.out())
        .contains("\"reason\" : \"TimeZoneUnknown\"")
        .contains("\"state\" : \"failed\"")
        .contains("\"from\" : \"the spec\"");
  }

  @Test
  void tellsHowFarTheRestartOfWorkloadsHasCome() {
    var place = cluster.namespace();
    cluster.apply(
        instrumentation("followed", "http://gateway:4318")
            .replace(
                "spec: {",
                "spec: {restart: {policy: OnChange, maxConcurrentWorkloads: 2, window: {start:"
                    + " \"22:00\", end: \"05:00\"}}, "));
    cluster
        .client()
        .resources(Instrumentation.class)
        .inNamespace(place)
        .withName("followed")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"status": {"observedGeneration": 1, "restart": {
              "phase": "Stopped", "message": "stopped: b did not come back", "target": "x@1",
              "restarted": 3, "pending": 4,
              "rolling": [{"workload": "%1$s/Deployment/a", "since": "2026-01-01T00:00:00Z"}],
              "failed": [{"workload": "%1$s/Deployment/b", "reason": "RestartTimedOut",
                "message": "is not complete 600 s after"}],
              "untouched": {"total": 1, "workloads": ["%1$s/Job/c"]}}}}
            """
                .formatted(place));

    var told = shell.run("explain", "instrumentations.opentelemetry.io", "followed");

    assertThat(told.out())
        .contains("policy: OnChange, 2 at a time, each within 600 s, from 22:00 to 05:00 (Z)")
        .contains("Stopped, for x@1, 3 restarted, 4 still to be")
        .contains("RestartStopped: stopped: b did not come back")
        .contains(place + "/Deployment/a: WorkloadRestarted: is restarted for")
        .contains(place + "/Deployment/b: RestartTimedOut: is not complete 600 s after")
        .contains(place + "/Job/c: NoRollout: has no rollout; create its pods anew yourself")
        .contains("kubectl -n " + place + " annotate instrumentation followed")
        .contains("kubectl -n " + place + " rollout status deployment b");
  }

  @Test
  void tellsATenantWhatCanBeSeenFromOneNamespace(@TempDir Path folder) {
    var some =
        "[{apiGroups: ['', apps, opentelemetry.io], verbs: [get, list], resources: [pods,"
            + " deployments, replicasets, instrumentations, opentelemetrycollectors]}]";
    var theirs = new Shell(Tenants.of(cluster, "tenant", some, folder));

    var workload = theirs.run("explain", "deployment", "shop");
    var instrumentation = theirs.run("explain", "instrumentation", "current");
    var status = theirs.run("status");

    assertThat(workload.code()).as(workload.err()).isZero();
    assertThat(workload.out()).containsPattern("shop-[^:]*: java instrumented");
    assertThat(workload.err()).containsOnlyOnce("You may not get namespace " + cluster.namespace());
    assertThat(instrumentation.out())
        .containsPattern("java: .*\\d instrumented")
        .containsPattern("pods of all namespaces: pods is forbidden: ");
    assertThat(status.out())
        .containsPattern("Deployment " + cluster.namespace() + "/shop +java +1 +instrumented");
  }

  @Test
  void knowsTheConfigFileOfTheInstalledOperator() {
    var place = cluster.namespace() + "-system";
    cluster.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: %1$s}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: operator-config, namespace: %1$s}
        data:
          config.yaml: |
            enable-instrumentation-crds: false
            auto-instrumentation-java-image: agents.test/java:9
            instrumentations:
              metadata: {name: ours, namespace: platform}
              spec: {exporter: {endpoint: "http://gateway.platform:4318"}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: operator
          namespace: %1$s
          labels: {app.kubernetes.io/name: opentelemetry-operator}
        spec:
          replicas: 0
          selector: {matchLabels: {app: operator}}
          template:
            metadata: {labels: {app: operator}}
            spec:
              containers:
                - name: manager
                  image: "operator.test/operator:1"
                  args: [run, --config-file=/etc/operator/config.yaml]
                  volumeMounts: [{name: config, mountPath: /etc/operator}]
              volumes: [{name: config, configMap: {name: operator-config}}]
        """
            .formatted(place));
    try {
      cluster.apply(deployment("filed", "true"));

      var workload = shell.run("explain", "deployment", "filed");
      var instrumentation = shell.run("explain", "instrumentation", "selecting");

      assertThat(workload.out())
          .contains("java in container app: injected by instrumentation platform/ours");
      assertThat(instrumentation.out())
          .contains("those of Deployment " + place + "/operator")
          .containsPattern("java +agents.test/java:9 +the operator, for the spec names none");
    } finally {
      cluster.client().apps().deployments().inNamespace(place).withName("operator").delete();
      cluster.client().namespaces().withName(place).delete();
    }
  }

  @Test
  void saysThatThereIsNoSuchInstrumentation() {
    var ofNamespace = shell.run("explain", "instrumentation", "nowhere");
    var ofCluster = shell.run("explain", "clusterotelinst", "nowhere");

    assertThat(ofNamespace.code()).isEqualTo(Command.FAILED);
    assertThat(ofNamespace.err())
        .contains("There is no Instrumentation nowhere in namespace " + cluster.namespace());
    assertThat(ofCluster.err()).contains("There is no ClusterInstrumentation nowhere.");
  }

  @Test
  void tellsWhatIsWrongWithACollectorThatNobodyMade() {
    cluster.apply(collector("misspelt", "deployment", "[debgu]"));

    var told = shell.run("explain", "collector/misspelt");

    assertThat(told.out())
        .contains("OpenTelemetryCollector " + cluster.namespace() + "/misspelt (deployment)")
        .contains("Config wanted: none that can be used")
        .contains("Config running: none")
        .contains("UndefinedComponent: spec.config.service.pipelines.traces.exporters")
        .contains("kubectl -n " + cluster.namespace() + " edit opentelemetrycollector misspelt");
  }

  @Test
  void tellsWhichComponentNeedsWhichPermission() {
    cluster.apply(
        """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: reader, namespace: %s}
        spec:
          config:
            receivers: {otlp: {protocols: {http: {}}}}
            processors: {k8sattributes: {}}
            exporters: {debug: {}}
            service:
              pipelines:
                traces: {receivers: [otlp], processors: [k8sattributes], exporters: [debug]}
        """
            .formatted(cluster.namespace()));

    var told = shell.run("explain", "otelcol", "reader");

    assertThat(told.out())
        .containsPattern("Config wanted: reader-collector-[0-9a-f]{8}\n")
        .containsPattern("processors.k8sattributes: get, watch, list of pods, [^\n]*cluster")
        .contains(
            "ClusterRole reader-%s-cluster-role, which is not there"
                .formatted(cluster.namespace()));
  }

  @Test
  void answersProgramsToo() {
    var told = shell.run("explain", "deployment", "misspelt", "-o", "json");

    assertThat(told.out())
        .contains("\"reason\" : \"UnknownInstrumentation\"")
        .contains("\"state\" : \"failed\"");
  }

  @Test
  void saysThatThereIsNoSuchWorkload() {
    var told = shell.run("explain", "statefulset", "shop");

    assertThat(told.code()).isEqualTo(Command.FAILED);
    assertThat(told.err())
        .contains("There is no StatefulSet shop in namespace " + cluster.namespace());
  }

  private Pod pod(String app) {
    return await()
        .atMost(SOON)
        .until(
            () ->
                cluster
                    .client()
                    .pods()
                    .inNamespace(cluster.namespace())
                    .withLabel("app", app)
                    .list()
                    .getItems(),
            (List<Pod> pods) -> !pods.isEmpty())
        .getFirst();
  }

  private String instrumentation(String name, String endpoint) {
    return """
    apiVersion: opentelemetry.io/v1alpha1
    kind: Instrumentation
    metadata: {name: %s, namespace: %s}
    spec: {exporter: {endpoint: "%s"}}
    """
        .formatted(name, cluster.namespace(), endpoint);
  }

  private String collector(String name, String mode, String exporters) {
    return """
    apiVersion: opentelemetry.io/v1beta1
    kind: OpenTelemetryCollector
    metadata: {name: %s, namespace: %s}
    spec:
      mode: %s
      config:
        receivers: {otlp: {protocols: {http: {}}}}
        exporters: {debug: {}}
        service: {pipelines: {traces: {receivers: [otlp], exporters: %s}}}
    """
        .formatted(name, cluster.namespace(), mode, exporters);
  }

  private String deployment(String name, String instrumentation) {
    return deployment(
        name, Map.of("instrumentation.opentelemetry.io/inject-java", instrumentation));
  }

  private String deployment(String name, Map<String, String> annotations) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s, namespace: %2$s}
    spec:
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata:
          labels: {app: %1$s}
          annotations: {%3$s}
        spec:
          containers: [{name: app, image: "app.test/%1$s:1"}]
    """
        .formatted(
            name,
            cluster.namespace(),
            annotations.entrySet().stream()
                .map(it -> "%s: \"%s\"".formatted(it.getKey(), it.getValue()))
                .collect(Collectors.joining(", ")));
  }
}
