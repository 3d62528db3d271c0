// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.crds.instrumentation.InstrumentationStatus;
import io.otelop.crds.instrumentation.RestartStatus;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Ten Deployments follow a change of their Instrumentation, two at a time. There are no nodes: this
 * test says of pods that they are ready, and never of the new ones of one Deployment.
 */
@ExtendWith(ControlPlane.class)
class WorkloadRestartOnApiServerTest {

  private static final Duration LONG = Duration.ofMinutes(3);
  private static final String BROKEN = "app-1";
  private static final String RESTARTED = "kubectl.kubernetes.io/restartedAt";

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final AtomicBoolean brokenCounts = new AtomicBoolean(true);

  WorkloadRestartOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
  }

  @Test
  void tenDeploymentsFollowTwoAtATimeAndStopAtTheFirstThatDoesNotComeBack()
      throws IOException, InterruptedException {
    var kubelet = Thread.ofVirtual().name("kubelet").start(this::run);
    try {
      try (var operator = RunningOperator.start(cluster)) {
        apply(instrumentation("v1"));
        operator.awaitInjectionBy("default");
        names().forEach(name -> apply(deployment(name)));
        eventually(() -> assertThat(status().summary()).isEqualTo("10/10 instrumented"));
        eventually(() -> assertThat(deployments()).allMatch(it -> isComplete(it)));
        apply(instrumentation("v2"));
        eventually(() -> assertThat(restarted()).isNotEmpty());
      }
      var before = restarted();
      assertThat(before).hasSizeLessThan(10);

      try (var _ = RunningOperator.start(cluster)) {
        stopsAtTheBrokenOne();
        brokenCounts.set(false);
        goOn();
        // The old pod of the broken one still serves.
        eventually(
            () -> assertThat(status().summary()).isEqualTo("10/11 instrumented, 1 outdated"));
        assertThat(restarted()).containsExactlyInAnyOrderElementsOf(names());
        eventually(
            () ->
                assertThat(restart().waiting())
                    .singleElement()
                    .satisfies(it -> assertThat(it.reason()).isEqualTo("WorkloadUnhealthy")));
        assertThat(most.get()).as("Deployments that rolled at a time").isEqualTo(2);
      }
    } finally {
      isOver.set(true);
      kubelet.join();
    }
  }

  private void stopsAtTheBrokenOne() {
    eventually(() -> assertThat(restart().phase()).isEqualTo("Stopped"));
    assertThat(restart().failed())
        .singleElement()
        .satisfies(failed -> assertThat(failed.workload()).endsWith("/Deployment/" + BROKEN));
    assertThat(restart().message()).contains(BROKEN).contains("continue-restart");
    eventually(() -> assertThat(restart().rolling()).isNull());
    assertThat(restarted()).contains(BROKEN).doesNotContain("app-8", "app-9");
  }

  private void goOn() {
    resource()
        .edit(
            it -> {
              var annotations =
                  new HashMap<>(
                      Objects.requireNonNullElse(
                          it.getMetadata().getAnnotations(), Map.<String, String>of()));
              annotations.put("operator.opentelemetry.io/continue-restart", "looked-into");
              it.getMetadata().setAnnotations(annotations);
              return it;
            });
  }

  /** What nodes would do, and a count of what rolls meanwhile. */
  private void run() {
    while (!isOver.get()) {
      try {
        client.pods().inNamespace(namespace).list().getItems().forEach(this::serve);
        var rolling =
            deployments().stream()
                .filter(it -> brokenCounts.get() || !it.getMetadata().getName().equals(BROKEN))
                .filter(it -> annotations(it).containsKey(RESTARTED) && !isComplete(it))
                .count();
        most.accumulateAndGet((int) rolling, Math::max);
      } catch (KubernetesClientException _) {
        // A pod that has just been deleted; the next look is at the others.
      }
    }
  }

  private void serve(Pod pod) {
    var isNew =
        Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.<String, String>of())
            .containsKey(RESTARTED);
    var isReady = !pod.getStatus().getConditions().isEmpty();
    if (isReady || (isNew && BROKEN.equals(pod.getMetadata().getLabels().get("app")))) {
      return;
    }
    client
        .resource(
            new PodBuilder(pod)
                .editStatus()
                .withPhase("Running")
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build())
        .patchStatus();
  }

  private List<String> restarted() {
    return deployments().stream()
        .filter(it -> annotations(it).containsKey(RESTARTED))
        .map(it -> it.getMetadata().getName())
        .toList();
  }

  private List<Deployment> deployments() {
    return client.apps().deployments().inNamespace(namespace).list().getItems();
  }

  private static Map<String, String> annotations(Deployment deployment) {
    return deployment.getSpec().getTemplate().getMetadata().getAnnotations();
  }

  private static boolean isComplete(Deployment deployment) {
    var status = deployment.getStatus();
    return Objects.equals(status.getObservedGeneration(), deployment.getMetadata().getGeneration())
        && Objects.equals(status.getUpdatedReplicas(), 1)
        && Objects.equals(status.getReplicas(), 1)
        && Objects.equals(status.getAvailableReplicas(), 1);
  }

  private RestartStatus restart() {
    return requireNonNull(status().restart());
  }

  private InstrumentationStatus status() {
    return requireNonNull(resource().require().getStatus());
  }

  private Resource<Instrumentation> resource() {
    return client.resources(Instrumentation.class).inNamespace(namespace).withName("default");
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(LONG).ignoreExceptions().untilAsserted(assertion);
  }

  private static List<String> names() {
    return IntStream.range(0, 10).mapToObj(number -> "app-" + number).toList();
  }

  private void apply(String yaml) {
    client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .fieldManager("user")
        .forceConflicts()
        .serverSideApply();
  }

  private String instrumentation(String version) {
    return """
    apiVersion: opentelemetry.io/v1alpha1
    kind: Instrumentation
    metadata: {name: default, namespace: %s}
    spec:
      exporter: {endpoint: "http://gateway-%s:4318"}
      restart: {policy: OnChange, maxConcurrentWorkloads: 2}
    """
        .formatted(namespace, version);
  }

  private String deployment(String name) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s, namespace: %2$s}
    spec:
      progressDeadlineSeconds: %3$d
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata:
          labels: {app: %1$s}
          annotations: {"instrumentation.opentelemetry.io/inject-sdk": "true"}
        spec:
          containers: [{name: app, image: "app.test/%1$s:1"}]
    """
        .formatted(name, namespace, name.equals(BROKEN) ? 3 : 60);
  }
}
