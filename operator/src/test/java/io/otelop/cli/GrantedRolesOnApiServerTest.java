// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.javaoperatorsdk.operator.Operator;
import io.otelop.child.ClusterFacts;
import io.otelop.cluster.ClusterKinds;
import io.otelop.cluster.GrantedRoles;
import io.otelop.collector.CollectorReconciler;
import io.otelop.settings.Settings;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Collectors get roles as soon as their operator may make some. */
@ExtendWith(ControlPlane.class)
class GrantedRolesOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Cluster cluster;

  GrantedRolesOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void aPermissionThatComesIsSeenAndOneThatGoes() {
    try (var client = of("stranger");
        var roles = GrantedRoles.watch(client)) {
      var changes = new AtomicInteger();
      roles.onChange(changes::incrementAndGet);
      assertThat(roles.isGranted()).isFalse();

      bind("stranger");
      await()
          .atMost(SOON)
          .until(
              () -> {
                roles.look();
                return roles.isGranted();
              });
      unbind("stranger");
      await()
          .atMost(SOON)
          .until(
              () -> {
                roles.look();
                return !roles.isGranted();
              });

      assertThat(changes).hasValue(2);
    }
  }

  @Test
  void aCollectorThatIsThereAlreadyGetsItsRolesAndKeepsThem() {
    var user = "operator-of-" + cluster.namespace();
    try (var client = of(user);
        var kinds = ClusterKinds.watch(cluster.client(), CollectorReconciler.optionalKinds());
        var roles = GrantedRoles.watch(client)) {
      var facts = RunCommand.collectorFacts(Settings.defaults(), List.of());
      var operator =
          new Operator(o -> o.withKubernetesClient(cluster.client()).withCloseClientOnStop(false));
      var collectors =
          new CollectorReconciler(
              cluster.client(),
              kinds,
              () -> facts.in(new ClusterFacts(roles.isGranted(), kinds.known())),
              (regarding, finding) -> {},
              Clock.systemUTC(),
              false);
      roles.onChange(collectors::lookAtAll);
      operator.register(
          collectors, override -> override.settingNamespaces(Set.of(cluster.namespace())));
      operator.start();
      try {
        cluster.apply(
            """
            apiVersion: opentelemetry.io/v1beta1
            kind: OpenTelemetryCollector
            metadata: {name: late, namespace: %s}
            spec:
              config:
                receivers: {k8s_cluster: {}}
                exporters: {debug: {}}
                service: {pipelines: {metrics: {receivers: [k8s_cluster], exporters: [debug]}}}
            """
                .formatted(cluster.namespace()));
        await()
            .atMost(SOON)
            .until(
                () ->
                    cluster
                            .client()
                            .apps()
                            .deployments()
                            .inNamespace(cluster.namespace())
                            .withName("late-collector")
                            .get()
                        != null);
        assertThat(role().get()).isNull();

        bind(user);
        await()
            .atMost(SOON)
            .until(
                () -> {
                  roles.look();
                  return role().get() != null;
                });
        role().delete();
        await().atMost(SOON).until(() -> role().get() != null);
      } finally {
        operator.stop();
        unbind(user);
        role().delete();
      }
    }
  }

  private Resource<ClusterRole> role() {
    return cluster
        .client()
        .rbac()
        .clusterRoles()
        .withName("late-" + cluster.namespace() + "-cluster-role");
  }

  private KubernetesClient of(String user) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(cluster.client().getConfiguration())
                .withImpersonateUsername(user)
                .build())
        .build();
  }

  private void bind(String user) {
    cluster.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: %1$s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %1$s}]
        """
            .formatted(user));
  }

  private void unbind(String user) {
    cluster.client().rbac().clusterRoleBindings().withName(user).delete();
  }
}
