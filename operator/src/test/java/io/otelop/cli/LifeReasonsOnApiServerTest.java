// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.LifeReason;
import io.otelop.instrumentation.StatusCases;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Kubelet;
import io.otelop.testing.Yaml;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each reason of an Instrumentation's life, from what happens to what {@code explain} prints. Most
 * come from an operator that runs; what it says where it may not do something is computed by its
 * own functions and stored. A reason without a case does not compile.
 */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LifeReasonsOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String OWN_JAVA = "agents.test/java:2.1.0";

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;
  private final Kubelet kubelet;
  private final Shell shell;
  @AutoClose private final RunningOperator operator;

  LifeReasonsOnApiServerTest(Cluster cluster) throws IOException {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.kubelet = new Kubelet(client);
    this.shell = new Shell(cluster);
    this.operator = RunningOperator.start(cluster, "--auto-instrumentation-java-image=" + OWN_JAVA);
  }

  @BeforeAll
  void start() {
    apply(instrumentation("well", ""));
  }

  @ParameterizedTest
  @EnumSource
  @Execution(ExecutionMode.CONCURRENT)
  void isReadByWhoeverAsks(LifeReason reason) {
    switch (reason) {
      case Usable, NothingReferenced, PodsCounted -> explained(reason, "well");
      case NoOverlap -> {
        apply(
            instrumentation(
                "selecting", "selector: {podSelector: {matchLabels: {a: b}}, languages: [java]}"));
        explained(reason, "selecting");
      }
      case ReferencesFound -> {
        apply(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: authority, namespace: %s}
            """
                .formatted(namespace));
        apply(
            instrumentation("trusting", "")
                .replace(
                    "\"http://gateway:4318\"",
                    "\"https://gateway:4318\", tls: {configMapName: authority}"));
        explained(reason, "trusting");
      }
      case ImageUpgraded -> {
        apply(
            instrumentation("old", "java: {image: \"agents.test/java:2.0.5\"}")
                .replace(
                    "metadata: {",
                    "metadata: {annotations:"
                        + " {instrumentation.opentelemetry.io/default-auto-instrumentation-java-image:"
                        + " \"agents.test/java:2.0.5\"}, "));
        explained(reason, "old");
      }
      case WorkloadRestarted -> {
        outdated("restarted", 600);
        explained(reason, "restarted");
      }
      case RestartTimedOut -> {
        outdated("late", 1);
        explained(reason, "late");
      }
      case RestartStopped -> {
        outdated("stopped", 1);
        explained(reason, "stopped", "stopped: ");
      }
      case WorkloadUnhealthy -> {
        var follows = instrumentation("waiting", "restart: {policy: OnChange}");
        apply(follows);
        operator.awaitInjectionBy("waiting");
        apply(deployment("waiting"));
        pod("waiting");
        apply(follows.replace("gateway", "other"));
        explained(reason, "waiting");
      }
      case DisruptionBudgetExhausted -> {
        apply(
            """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: guarded, namespace: %s}
            spec: {maxUnavailable: 0, selector: {matchLabels: {app: guarded}}}
            """
                .formatted(namespace));
        outdated("guarded", 600);
        explained(reason, "guarded");
      }
      case NoRollout -> {
        var follows = instrumentation("alone", "restart: {policy: OnChange}");
        apply(follows);
        operator.awaitInjectionBy("alone");
        apply(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: alone
              namespace: %s
              annotations: {"instrumentation.opentelemetry.io/inject-java": "alone"}
            spec:
              containers: [{name: app, image: "app.test/alone:1"}]
            """
                .formatted(namespace));
        apply(follows.replace("gateway", "other"));
        explained(reason, "alone");
      }
      case ReferencesUnknown,
          PodsNotCountedYet,
          PodsNotReadable,
          RestartWithoutEffect,
          RestartNotPermitted ->
          stored(reason);
    }
  }

  /** A workload that runs, and whose Instrumentation then changes. */
  private void outdated(String name, int timeout) {
    var follows =
        instrumentation(name, "restart: {policy: OnChange, timeoutSeconds: %d}".formatted(timeout));
    apply(follows);
    operator.awaitInjectionBy(name);
    apply(deployment(name));
    kubelet.ready(pod(name));
    await().atMost(SOON).until(() -> explain(name), it -> it.contains("java: 1 instrumented"));
    apply(follows.replace("gateway", "other"));
  }

  /** In a namespace that the operator does not look after. */
  private void stored(LifeReason reason) {
    var place = namespace + "-stored";
    var name = reason.code().toLowerCase(Locale.ROOT);
    apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n".formatted(place));
    apply(instrumentation(name, "").replace(namespace, place));
    client
        .resources(Instrumentation.class)
        .inNamespace(place)
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Yaml.tree(Map.of("status", StatusCases.of(reason, place, name))).toString());
    var printed =
        new Shell(new Cluster(client, cluster.kubeconfig(), place))
            .run("explain", "instrumentation", name)
            .out();
    ExplainedLine.expect(reason, printed, reason.code() + ": ", place);
  }

  private void explained(LifeReason reason, String name) {
    explained(reason, name, "");
  }

  private void explained(LifeReason reason, String name, String begin) {
    var mark = reason.code() + ": " + begin;
    await()
        .atMost(SOON)
        .untilAsserted(() -> ExplainedLine.expect(reason, explain(name), mark, namespace));
  }

  private String explain(String name) {
    return shell.run("explain", "instrumentation", name).out();
  }

  private Pod pod(String app) {
    return await()
        .atMost(SOON)
        .until(
            () -> client.pods().inNamespace(namespace).withLabel("app", app).list().getItems(),
            (List<Pod> pods) -> pods.size() == 1)
        .getFirst();
  }

  private void apply(String yaml) {
    cluster.apply(yaml);
  }

  private String instrumentation(String name, String more) {
    return """
    apiVersion: opentelemetry.io/v1alpha1
    kind: Instrumentation
    metadata: {name: %s, namespace: %s}
    spec:
      exporter: {endpoint: "http://gateway:4318"}
      %s
    """
        .formatted(name, namespace, more);
  }

  /** All its pods go before others come. */
  private String deployment(String name) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s, namespace: %2$s}
    spec:
      strategy: {type: Recreate}
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata:
          labels: {app: %1$s}
          annotations: {"instrumentation.opentelemetry.io/inject-java": "%1$s"}
        spec:
          containers: [{name: app, image: "app.test/%1$s:1"}]
    """
        .formatted(name, namespace);
  }
}
