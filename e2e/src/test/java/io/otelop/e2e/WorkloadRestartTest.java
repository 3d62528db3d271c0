// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.crds.instrumentation.InstrumentationStatus;
import io.otelop.crds.instrumentation.RestartStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Ten Deployments follow a change of their Instrumentation, two at a time: the operator goes away
 * in the middle, and one Deployment does not come back.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkloadRestartTest {

  private static final String OPERATOR = "opentelemetry-operator-system";
  private static final String BROKEN = "app-2";
  private static final int NUMBER = 10;

  private final Lab lab = Lab.of(WorkloadRestartTest.class);
  private final KubernetesClient client = lab.client();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final AtomicBoolean brokenCounts = new AtomicBoolean(true);

  @AfterAll
  void close() {
    isOver.set(true);
    lab.close();
  }

  @Test
  void tenDeploymentsFollowTwoAtATimeAndStopAtTheFirstThatDoesNotComeBack() {
    apply("v1");
    names().forEach(this::deploy);
    lab.awaitReady(names().toArray(String[]::new));
    Lab.eventually(() -> assertThat(status().summary()).isEqualTo("10/10 instrumented"));
    Thread.ofVirtual().name("watcher").start(this::watch);

    apply("v2");
    Lab.eventually(
        () ->
            assertThat(deployments().stream().filter(WorkloadRestartTest::isRestarted))
                .isNotEmpty()
                .allMatch(it -> Objects.equals(it.getStatus().getUpdatedReplicas(), 1)));
    killOperator();
    assertThat(restarted()).as("restarted before").hasSizeLessThan(NUMBER);

    // A replica that vanished keeps its Lease for more than two minutes.
    await()
        .atMost(Duration.ofMinutes(8))
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(() -> "Stopped".equals(restart().phase()));
    assertThat(restart().failed())
        .singleElement()
        .satisfies(
            failed ->
                assertThat(failed.workload())
                    .as(failed.toString())
                    .endsWith("/Deployment/" + BROKEN));
    assertThat(restart().message()).contains(BROKEN).contains("continue-restart");
    // The other one of its wave ends; those behind them are as before.
    Lab.eventually(() -> assertThat(restart().rolling()).isNull());
    assertThat(restarted()).contains(BROKEN).doesNotContain("app-8", "app-9");

    brokenCounts.set(false);
    resources()
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

    // The old pod of the broken one still serves.
    Lab.eventually(
        () -> assertThat(status().summary()).isEqualTo("10/11 instrumented, 1 outdated"));
    assertThat(restarted()).containsExactlyInAnyOrderElementsOf(names());
    Lab.eventually(
        () ->
            assertThat(restart().waiting())
                .singleElement()
                .satisfies(it -> assertThat(it.reason()).isEqualTo("WorkloadUnhealthy")));
    assertThat(most.get()).as("Deployments that rolled at a time").isEqualTo(2);
  }

  /** Counts Deployments that roll, as often as the API server answers. */
  private void watch() {
    while (!isOver.get()) {
      try {
        most.accumulateAndGet(rolling(), Math::max);
      } catch (KubernetesClientException unanswered) {
        // The next answer counts.
      }
    }
  }

  private int rolling() {
    return (int)
        deployments().stream()
            .filter(it -> brokenCounts.get() || !it.getMetadata().getName().equals(BROKEN))
            .filter(it -> isRestarted(it) && !isComplete(it))
            .count();
  }

  private void killOperator() {
    client
        .pods()
        .inNamespace(OPERATOR)
        .withLabel("app.kubernetes.io/name", "opentelemetry-operator")
        .withGracePeriod(0)
        .delete();
  }

  private List<String> restarted() {
    return deployments().stream()
        .filter(WorkloadRestartTest::isRestarted)
        .map(it -> it.getMetadata().getName())
        .toList();
  }

  private List<Deployment> deployments() {
    return client.apps().deployments().inNamespace(lab.namespace()).list().getItems();
  }

  private static boolean isRestarted(Deployment deployment) {
    return deployment
        .getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations()
        .containsKey("kubectl.kubernetes.io/restartedAt");
  }

  private static boolean isComplete(Deployment deployment) {
    var status = deployment.getStatus();
    return Objects.equals(status.getObservedGeneration(), deployment.getMetadata().getGeneration())
        && Objects.equals(status.getUpdatedReplicas(), 1)
        && Objects.equals(status.getReplicas(), 1)
        && Objects.equals(status.getAvailableReplicas(), 1);
  }

  private RestartStatus restart() {
    return Objects.requireNonNull(status().restart());
  }

  private InstrumentationStatus status() {
    return Objects.requireNonNull(resources().require().getStatus());
  }

  private Resource<Instrumentation> resources() {
    return client.resources(Instrumentation.class).inNamespace(lab.namespace()).withName("default");
  }

  private static List<String> names() {
    return IntStream.range(0, NUMBER).mapToObj(number -> "app-" + number).toList();
  }

  private void apply(String version) {
    lab.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: Instrumentation
        metadata: {name: default}
        spec:
          exporter: {endpoint: "http://gateway-%s:4318"}
          restart: {policy: OnChange, maxConcurrentWorkloads: 2}
        """
            .formatted(version));
  }

  /** Serves nothing but its port; the broken one ends where it is to send to the second address. */
  private void deploy(String name) {
    var program =
        "import os, sys, http.server as h; "
            + (name.equals(BROKEN)
                ? "'v2' in os.environ['OTEL_EXPORTER_OTLP_ENDPOINT'] and sys.exit('broken'); "
                : "")
            + "h.HTTPServer(('', 8080), h.BaseHTTPRequestHandler).serve_forever()";
    lab.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s}
        spec:
          progressDeadlineSeconds: %4$d
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata:
              labels: {app: %1$s}
              annotations: {"instrumentation.opentelemetry.io/inject-sdk": "true"}
            spec:
              terminationGracePeriodSeconds: 0
              containers:
                - name: app
                  image: %2$s
                  imagePullPolicy: IfNotPresent
                  command: [python3, -c, "%3$s"]
                  readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
        """
            .formatted(name, Lab.image("pricing"), program, name.equals(BROKEN) ? 10 : 120));
  }
}
