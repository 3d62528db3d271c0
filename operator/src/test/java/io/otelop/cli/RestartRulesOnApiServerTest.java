// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.crds.instrumentation.InstrumentationStatus;
import io.otelop.crds.instrumentation.RestartStatus;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Kubelet;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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

/**
 * Which workloads follow their Instrumentation beside Deployments, and which are left as they are.
 * There are no nodes: this test says of every pod that it is ready.
 */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartRulesOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String RESTARTED = "kubectl.kubernetes.io/restartedAt";

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;
  private final AtomicBoolean isOver = new AtomicBoolean();
  private @Nullable Thread kubelet;
  @AutoClose private final RunningOperator operator;

  RestartRulesOnApiServerTest(Cluster cluster) throws IOException {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.operator = RunningOperator.start(cluster);
  }

  @BeforeAll
  void start() {
    kubelet = Thread.ofVirtual().name("kubelet").start(this::serve);
  }

  @AfterAll
  void stop() throws InterruptedException {
    isOver.set(true);
    if (kubelet != null) {
      kubelet.join();
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aStatefulSetFollowsPodByPod() {
    apply(instrumentation("ordered", "v1", ""));
    apply(
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: ordered, namespace: %s}
        spec:
          replicas: 2
          serviceName: ordered
          selector: {matchLabels: {app: ordered}}
          template: {%s}
        """
            .formatted(namespace, template("ordered", "")));
    eventually(() -> assertThat(status("ordered").summary()).isEqualTo("2/2 instrumented"));

    apply(instrumentation("ordered", "v2", ""));

    eventually(
        () -> {
          var set =
              client.apps().statefulSets().inNamespace(namespace).withName("ordered").require();
          assertThat(set.getSpec().getTemplate().getMetadata().getAnnotations())
              .containsKey(RESTARTED);
          assertThat(set.getStatus().getCurrentRevision())
              .isEqualTo(set.getStatus().getUpdateRevision());
          assertThat(status("ordered").summary()).isEqualTo("2/2 instrumented");
          assertThat(restart("ordered").restarted()).isEqualTo(1);
          assertThat(restart("ordered").phase()).isEqualTo("Idle");
        });
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void jobsAndPodsWithoutOwnerAreNamedAndNotTouched() {
    apply(instrumentation("alone", "v1", ""));
    apply(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: once, namespace: %1$s}
        spec: {template: {%2$s}}
        ---
        {apiVersion: v1, kind: Pod, %3$s}
        """
            .formatted(
                namespace,
                template("alone", "restartPolicy: Never, "),
                template("alone", "")
                    .replace(
                        "metadata: {", "metadata: {name: bare, namespace: " + namespace + ", ")));
    eventually(() -> assertThat(status("alone").summary()).isEqualTo("2/2 instrumented"));
    var before = uids("alone");

    apply(instrumentation("alone", "v2", ""));

    eventually(
        () ->
            assertThat(requireNonNull(restart("alone").untouched()).workloads())
                .containsExactlyInAnyOrder(namespace + "/Job/once", namespace + "/Pod/bare"));
    assertThat(restart("alone").rolling()).isNull();
    assertThat(restart("alone").pending()).isZero();
    assertThat(uids("alone")).isEqualTo(before);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void nobodyIsRestartedWhileTheWindowIsShut() {
    var hour = LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
    var shut =
        ", window: {start: \"%s\", end: \"%s\"}".formatted(hour.plusHours(2), hour.plusHours(3));
    apply(instrumentation("later", "v1", shut));
    apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: later, namespace: %s}
        spec:
          selector: {matchLabels: {app: later}}
          template: {%s}
        """
            .formatted(namespace, template("later", "")));
    eventually(() -> assertThat(status("later").summary()).isEqualTo("1/1 instrumented"));

    apply(instrumentation("later", "v2", shut));

    eventually(
        () -> {
          assertThat(status("later").summary()).isEqualTo("0/1 instrumented, 1 outdated");
          assertThat(restart("later").phase()).isEqualTo("Waiting");
          assertThat(restart("later").message()).contains("workloads are restarted from");
          assertThat(restart("later").pending()).isEqualTo(1);
        });
    assertThat(restartedAt("later")).isNull();

    apply(instrumentation("later", "v2", ""));

    eventually(() -> assertThat(restartedAt("later")).isNotNull());
    eventually(() -> assertThat(status("later").summary()).isEqualTo("1/1 instrumented"));
  }

  private @Nullable String restartedAt(String name) {
    return client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(name)
        .require()
        .getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations()
        .get(RESTARTED);
  }

  private List<String> uids(String app) {
    return client.pods().inNamespace(namespace).withLabel("app", app).list().getItems().stream()
        .map(pod -> pod.getMetadata().getUid())
        .sorted()
        .toList();
  }

  /** What nodes would do. */
  private void serve() {
    var node = new Kubelet(client);
    while (!isOver.get()) {
      try {
        client.pods().inNamespace(namespace).list().getItems().stream()
            .filter(RestartRulesOnApiServerTest::isFresh)
            .forEach(node::ready);
      } catch (KubernetesClientException _) {
        // A pod that has just been deleted; the next look is at the others.
      }
    }
  }

  private static boolean isFresh(Pod pod) {
    return pod.getStatus().getConditions().stream().noneMatch(it -> it.getType().equals("Ready"));
  }

  private static String template(String app, String spec) {
    return """
    metadata: {labels: {app: %1$s}, annotations: {instrumentation.opentelemetry.io/inject-sdk: %1$s}}, \
    spec: {%2$scontainers: [{name: app, image: "app.test/%1$s:1"}]}\
    """
        .formatted(app, spec);
  }

  private String instrumentation(String name, String version, String restart) {
    return """
    apiVersion: opentelemetry.io/v1alpha1
    kind: Instrumentation
    metadata: {name: %s, namespace: %s}
    spec:
      exporter: {endpoint: "http://gateway-%s:4318"}
      restart: {policy: OnChange%s}
    """
        .formatted(name, namespace, version, restart);
  }

  private void apply(String yaml) {
    cluster.apply(yaml);
    if (yaml.contains("kind: Instrumentation")) {
      operator.awaitInjectionBy(yaml.replaceAll("(?s).*metadata: \\{name: ([^,]*),.*", "$1"));
    }
  }

  private RestartStatus restart(String name) {
    return requireNonNull(status(name).restart());
  }

  private InstrumentationStatus status(String name) {
    return requireNonNull(
        client
            .resources(Instrumentation.class)
            .inNamespace(namespace)
            .withName(name)
            .require()
            .getStatus());
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(SOON).ignoreExceptions().untilAsserted(assertion);
  }
}
