// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.otelop.instrumentation.restart.WorkloadState;
import io.otelop.reason.Reason;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is read of workloads that the controllers of Kubernetes look after. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkloadsOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final Workloads workloads;

  WorkloadsOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
    this.workloads = new Workloads(cluster.client());
  }

  @Test
  void whatIsCompleteMayBeRestartedAndSaysForWhat() {
    cluster.apply(workload("StatefulSet", "idle", "replicas: 0, serviceName: idle"));
    cluster.apply(workload("DaemonSet", "nowhere", "minReadySeconds: 0"));
    cluster.apply(workload("Deployment", "none", "replicas: 0"));

    for (var one :
        new Workload[] {
          of("StatefulSet", "idle"), of("DaemonSet", "nowhere"), of("Deployment", "none")
        }) {
      await().atMost(SOON).until(() -> workloads.read(one).isComplete());
      assertThat(workloads.read(one).hindrance()).as(one.toString()).isEmpty();

      workloads.restart(one, "shop/default@2", Instant.parse("2026-03-01T12:00:00Z"));

      assertThat(workloads.read(one).restartedFor()).isEqualTo("shop/default@2");
    }
  }

  @Test
  void whoseTemplateReplacesNoPodsHasNoRollout() {
    cluster.apply(
        workload("StatefulSet", "by-hand", "serviceName: a, updateStrategy: {type: OnDelete}"));
    cluster.apply(
        workload(
            "StatefulSet",
            "partly",
            "serviceName: a, updateStrategy: {rollingUpdate: {partition: 1}}"));
    cluster.apply(workload("DaemonSet", "by-hand", "updateStrategy: {type: OnDelete}"));

    assertThat(hindrance("StatefulSet", "by-hand")).contains(LifeReason.NoRollout);
    assertThat(hindrance("StatefulSet", "partly")).contains(LifeReason.NoRollout);
    assertThat(hindrance("DaemonSet", "by-hand")).contains(LifeReason.NoRollout);
  }

  @Test
  void aBudgetIsAskedWhereARolloutTakesPodsAway() {
    budget("guarded");
    cluster.apply(workload("StatefulSet", "guarded", "replicas: 2, serviceName: guarded"));
    cluster.apply(workload("DaemonSet", "guarded", "minReadySeconds: 0"));
    cluster.apply(workload("Deployment", "guarded", "replicas: 2, strategy: {type: Recreate}"));
    cluster.apply(
        workload(
            "Deployment",
            "surging",
            "replicas: 2, strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}"));
    budget("surging");

    assertThat(hindrance("StatefulSet", "guarded")).contains(LifeReason.DisruptionBudgetExhausted);
    assertThat(hindrance("DaemonSet", "guarded")).contains(LifeReason.DisruptionBudgetExhausted);
    assertThat(hindrance("Deployment", "guarded")).contains(LifeReason.DisruptionBudgetExhausted);
    assertThat(hindrance("Deployment", "surging")).as("takes none away").isEmpty();
  }

  @Test
  void whatIsPausedOrNotReadyIsLeftAlone() {
    cluster.apply(workload("Deployment", "paused", "replicas: 0, paused: true"));
    cluster.apply(workload("Deployment", "unready", "replicas: 1, progressDeadlineSeconds: 2"));

    assertThat(hindrance("Deployment", "paused")).contains(LifeReason.WorkloadUnhealthy);
    await()
        .atMost(SOON)
        .until(() -> workloads.read(of("Deployment", "unready")).failure().isPresent());
    assertThat(workloads.read(of("Deployment", "unready")))
        .satisfies(
            state -> {
              assertThat(state.isComplete()).isFalse();
              assertThat(state.failure().orElseThrow().reason())
                  .isEqualTo(LifeReason.RestartTimedOut);
            });
    assertThat(workloads.read(of("Deployment", "absent"))).isEqualTo(WorkloadState.GONE);
  }

  private Optional<Reason> hindrance(String kind, String name) {
    return workloads.read(of(kind, name)).hindrance().map(it -> it.reason());
  }

  private Workload of(String kind, String name) {
    return new Workload(cluster.namespace(), kind, name);
  }

  private void budget(String app) {
    cluster.apply(
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: %1$s, namespace: %2$s}
        spec: {minAvailable: 2, selector: {matchLabels: {app: %1$s}}}
        """
            .formatted(app, cluster.namespace()));
  }

  /** The rest of the spec is in flow style, without its braces. */
  private String workload(String kind, String name, String spec) {
    return """
    apiVersion: apps/v1
    kind: %1$s
    metadata: {name: %2$s, namespace: %3$s}
    spec:
      {
        selector: {matchLabels: {app: %2$s}},
        template:
          {
            metadata: {labels: {app: %2$s}},
            spec: {containers: [{name: app, image: "app.test/app:1"}]}
          },
        %4$s
      }
    """
        .formatted(kind, name, cluster.namespace(), spec);
  }
}
