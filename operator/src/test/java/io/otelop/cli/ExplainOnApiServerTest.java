// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a person is told about workloads that the operator saw, and that it did not see; it does not
 * run when they ask.
 */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(20);

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
    }
    cluster.apply(instrumentation("changed", "http://elsewhere:4318"));
    cluster.apply(deployment("late", "current"));
    pod("late");
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

  private String deployment(String name, String instrumentation) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s, namespace: %2$s}
    spec:
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata:
          labels: {app: %1$s}
          annotations: {instrumentation.opentelemetry.io/inject-java: "%3$s"}
        spec:
          containers: [{name: app, image: "app.test/%1$s:1"}]
    """
        .formatted(name, cluster.namespace(), instrumentation);
  }
}
