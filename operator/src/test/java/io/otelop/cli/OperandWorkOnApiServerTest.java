// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.otelop.child.ApiKind;
import io.otelop.cluster.ClusterKinds;
import io.otelop.telemetry.MetricFamily.Value;
import io.otelop.telemetry.Telemetry;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When the controller of a kind runs that not every cluster uses. */
@ExtendWith(ControlPlane.class)
class OperandWorkOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final ApiKind KIND = new ApiKind("late.test", "v1", "Late", "lates");

  private final Cluster cluster;
  private final AtomicInteger made = new AtomicInteger();

  OperandWorkOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void runsFromTheFirstObjectOnAsLongAsTheKindIsThere() {
    try (var kinds = ClusterKinds.watch(cluster.client(), Set.of(KIND));
        var work = work(kinds, Set.of(cluster.namespace(), "kube-public"))) {
      work.lead();
      define();
      await().atMost(SOON).until(() -> kinds.known().contains(KIND));
      object("default");
      try (var everywhere = work(kinds, Set.of());
          var follower = work(kinds, Set.of())) {
        everywhere.lead();
        await().atMost(SOON).until(() -> everywhere.running().isPresent());
        assertThat(work.running()).isEmpty();
        assertThat(follower.running()).isEmpty();
      }

      object(cluster.namespace());
      await().atMost(SOON).until(() -> work.running().isPresent());

      forget();
      await().atMost(SOON).until(() -> work.running().isEmpty());

      define();
      await().atMost(SOON).until(() -> kinds.known().contains(KIND));
      assertThat(work.running()).isEmpty();
      object("kube-public");
      await().atMost(SOON).until(() -> work.running().isPresent());
      assertThat(made).hasValue(3);
    } finally {
      forget();
    }
  }

  @Test
  void nothingOfTargetAllocatorsIsHeldUntilThereIsOne() throws IOException {
    var telemetry = Telemetry.withoutExport();
    try (var _ = RunningOperator.start(cluster, telemetry)) {
      assertThat(isHeld(telemetry, "opentelemetrycollector")).isTrue();
      assertThat(isHeld(telemetry, "targetallocator")).isFalse();

      cluster.apply(
          """
          apiVersion: opentelemetry.io/v1alpha1
          kind: TargetAllocator
          metadata: {name: first, namespace: %s}
          spec: {}
          """
              .formatted(cluster.namespace()));

      await().atMost(SOON).until(() -> isHeld(telemetry, "targetallocator"));
    }
  }

  private OperandWork work(ClusterKinds kinds, Set<String> namespaces) {
    return new OperandWork(
        cluster.client(),
        kinds,
        KIND,
        namespaces,
        () -> {
          made.incrementAndGet();
          var operator =
              new Operator(
                  it -> it.withKubernetesClient(cluster.client()).withCloseClientOnStop(false));
          operator.register(
              new Idle(), override -> override.settingNamespaces(Set.of(cluster.namespace())));
          return operator;
        });
  }

  /** An operator does not start without a controller. */
  @ControllerConfiguration
  static final class Idle implements Reconciler<ConfigMap> {

    @Override
    public UpdateControl<ConfigMap> reconcile(ConfigMap resource, Context<ConfigMap> context) {
      return UpdateControl.noUpdate();
    }
  }

  /** Whether the controller has caches at all, whatever is in them. */
  private static boolean isHeld(Telemetry telemetry, String controller) {
    return telemetry.metrics().families().stream()
        .filter(family -> family.name().equals("otelop_cached_objects"))
        .flatMap(family -> family.points().stream())
        .filter(Value.class::isInstance)
        .anyMatch(point -> ((Value) point).labels().getFirst().equals(controller));
  }

  private void define() {
    cluster.apply(
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: lates.late.test}
        spec:
          group: late.test
          scope: Namespaced
          names: {kind: Late, plural: lates}
          versions:
            - name: v1
              served: true
              storage: true
              schema: {openAPIV3Schema: {type: object}}
        """);
  }

  private void forget() {
    var definition =
        cluster
            .client()
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName("lates.late.test");
    definition.delete();
    await().atMost(SOON).until(() -> definition.get() == null);
  }

  private void object(String namespace) {
    cluster.apply(
        """
        apiVersion: late.test/v1
        kind: Late
        metadata: {name: one, namespace: %s}
        """
            .formatted(namespace));
  }
}
