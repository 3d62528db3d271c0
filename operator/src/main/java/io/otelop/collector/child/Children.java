// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.otelop.child.ApiKind;
import io.otelop.child.Child;
import io.otelop.child.ClusterFacts;
import io.otelop.child.OperandMetadata;
import io.otelop.child.OptionalChild;
import io.otelop.collector.EffectiveCollector;
import io.otelop.naming.ObjectNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything that a collector owns. */
public final class Children {

  /** The volume of a collector's pod that holds the config. */
  public static final String CONFIG_VOLUME = CollectorContainer.CONFIG_VOLUME;

  /** The key of the config in its ConfigMap. */
  public static final String CONFIG_ENTRY = CollectorConfigMap.ENTRY;

  /** One entry a kind; the order is the order of applying: what a pod needs before the pods. */
  public static final List<Child<EffectiveCollector, ? extends HasMetadata>> ALL =
      List.of(
          Child.of(ServiceAccount.class, CollectorServiceAccount::of),
          Child.ofRbac(ClusterRole.class, it -> CollectorRbac.of(it).clusterRole()),
          Child.ofRbac(ClusterRoleBinding.class, it -> CollectorRbac.of(it).clusterRoleBinding()),
          Child.ofRbac(Role.class, it -> CollectorRbac.of(it).roles()),
          Child.ofRbac(RoleBinding.class, it -> CollectorRbac.of(it).roleBindings()),
          Child.of(ConfigMap.class, CollectorConfigMap::of),
          Child.of(Service.class, CollectorServices::of),
          Child.of(Ingress.class, CollectorIngress::of),
          Child.of(NetworkPolicy.class, CollectorNetworkPolicy::of),
          Child.of(PodDisruptionBudget.class, CollectorDisruptionBudget::of),
          Child.of(HorizontalPodAutoscaler.class, CollectorAutoscaler::of),
          Child.of(Deployment.class, CollectorWorkload::deployment),
          Child.of(StatefulSet.class, CollectorWorkload::statefulSet),
          Child.of(DaemonSet.class, CollectorWorkload::daemonSet));

  /** The same of kinds that not every cluster knows; they come last. */
  public static final List<OptionalChild<EffectiveCollector>> OPTIONAL =
      List.of(
          new OptionalChild<>(ApiKind.TARGET_ALLOCATOR, CollectorTargetAllocator::of),
          new OptionalChild<>(ApiKind.SERVICE_MONITOR, CollectorMonitors::ofServices),
          new OptionalChild<>(CollectorMonitors.POD_MONITOR, CollectorMonitors::ofPods),
          new OptionalChild<>(CollectorRoutes.ROUTE, CollectorRoutes::of),
          new OptionalChild<>(CollectorGatewayRoutes.HTTP, CollectorGatewayRoutes::http),
          new OptionalChild<>(CollectorGatewayRoutes.GRPC, CollectorGatewayRoutes::grpc));

  private Children() {}

  /** Whether a cluster is one of OpenShift. */
  public static boolean isOpenShift(ClusterFacts cluster) {
    return cluster.kinds().contains(CollectorRoutes.ROUTE);
  }

  /** The labels of a collector's workload and pods. */
  public static Map<String, String> labels(EffectiveCollector collector) {
    return OperandMetadata.labels(collector, ObjectNames.collector(collector.name()));
  }

  /** The objects that should exist for a collector, in the order of applying. */
  public static List<HasMetadata> of(EffectiveCollector collector) {
    var cluster = collector.facts().cluster();
    var objects = new ArrayList<HasMetadata>();
    for (var child : ALL) {
      if (child.need() != Child.Need.RBAC || cluster.grantsRoles()) {
        child.desired().apply(collector).forEach(objects::add);
      }
    }
    for (var child : OPTIONAL) {
      if (cluster.kinds().contains(child.kind())) {
        child.desired().apply(collector).forEach(objects::add);
      }
    }
    return objects;
  }
}
