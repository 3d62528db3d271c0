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
import io.otelop.settings.SettingsResult;
import io.otelop.targetallocator.AllocatorReconciler;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Collectors and target allocators get roles as soon as their operator may make some. */
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

  @Test
  void aTargetAllocatorThatIsThereAlreadyGetsItsRolesAndKeepsThem() {
    var user = "operator-of-allocators-in-" + cluster.namespace();
    try (var client = of(user);
        var kinds = ClusterKinds.watch(cluster.client(), AllocatorReconciler.optionalKinds());
        var roles = GrantedRoles.watch(client)) {
      var facts = RunCommand.facts(Settings.defaults(), List.of()).allocators();
      var operator =
          new Operator(o -> o.withKubernetesClient(cluster.client()).withCloseClientOnStop(false));
      var allocators =
          new AllocatorReconciler(
              cluster.client(),
              kinds,
              () -> facts.in(new ClusterFacts(roles.isGranted(), kinds.known()), Set.of()),
              (regarding, finding) -> {},
              Clock.systemUTC());
      roles.onChange(allocators::lookAtAll);
      operator.register(
          allocators, override -> override.settingNamespaces(Set.of(cluster.namespace())));
      operator.start();
      var role = cluster.client().rbac().roles().inNamespace(cluster.namespace());
      var deployment = cluster.client().apps().deployments().inNamespace(cluster.namespace());
      try {
        cluster.apply(
            """
            apiVersion: opentelemetry.io/v1alpha1
            kind: TargetAllocator
            metadata: {name: late, namespace: %s}
            spec: {}
            """
                .formatted(cluster.namespace()));
        await().atMost(SOON).until(() -> deployment.withName("late-targetallocator").get() != null);
        assertThat(role.withName("late-targetallocator").get()).isNull();

        bind(user);
        await()
            .atMost(SOON)
            .until(
                () -> {
                  roles.look();
                  return role.withName("late-targetallocator").get() != null;
                });
        role.withName("late-targetallocator").delete();
        await().atMost(SOON).until(() -> role.withName("late-targetallocator").get() != null);
      } finally {
        operator.stop();
        unbind(user);
      }
    }
  }

  @Test
  void rolesOfATargetAllocatorThatIsGoneGo() {
    var left =
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: %1$s-of-%2$s
          labels:
            app.kubernetes.io/managed-by: opentelemetry-operator
            app.kubernetes.io/component: opentelemetry-targetallocator
          annotations: {operator.opentelemetry.io/owner: TargetAllocator/%2$s/%1$s}
        """;
    cluster.apply(left.formatted("gone", cluster.namespace()));
    cluster.apply(left.formatted("here", cluster.namespace()));
    cluster.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: TargetAllocator
        metadata: {name: here, namespace: %s}
        spec: {managementState: unmanaged}
        """
            .formatted(cluster.namespace()));

    var ours = List.of("--watch-namespace=" + cluster.namespace());
    switch (Settings.parse(ours, Map.of(), _ -> Optional.empty())) {
      case SettingsResult.Accepted(var settings, _) ->
          RoleLeftovers.remove(settings, cluster.client());
      case SettingsResult.Refused(var findings) ->
          throw new IllegalArgumentException(findings.toString());
    }

    var roles = cluster.client().rbac().clusterRoles();
    assertThat(roles.withName("gone-of-" + cluster.namespace()).get()).isNull();
    assertThat(roles.withName("here-of-" + cluster.namespace()).get()).isNotNull();
    roles.withName("here-of-" + cluster.namespace()).delete();
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
