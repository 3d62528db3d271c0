// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator.child;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.otelop.child.ApiKind;
import io.otelop.child.Child;
import io.otelop.child.OptionalChild;
import io.otelop.targetallocator.EffectiveAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * The families of objects that a target allocator owns, in the order in which they are applied:
 * what a pod needs comes before the pods. What is watched, what is pruned and what the operator
 * must be permitted derive from here.
 */
public final class AllocatorChildren {

  /** What every cluster knows. */
  public static final List<Child<EffectiveAllocator, ? extends HasMetadata>> ALL =
      List.of(
          Child.of(ServiceAccount.class, AllocatorServiceAccount::of),
          Child.ofRbac(ClusterRole.class, it -> AllocatorRoles.of(it).clusterRole()),
          Child.ofRbac(ClusterRoleBinding.class, it -> AllocatorRoles.of(it).clusterRoleBinding()),
          Child.ofRbac(Role.class, it -> AllocatorRoles.of(it).roles()),
          Child.ofRbac(RoleBinding.class, it -> AllocatorRoles.of(it).roleBindings()),
          Child.of(ConfigMap.class, AllocatorConfigMap::of),
          Child.of(Service.class, AllocatorService::of),
          Child.of(NetworkPolicy.class, AllocatorNetworkPolicy::of),
          Child.of(PodDisruptionBudget.class, AllocatorDisruptionBudget::of),
          Child.of(Deployment.class, AllocatorDeployment::of));

  /** The same of kinds that not every cluster knows. */
  public static final List<OptionalChild<EffectiveAllocator>> OPTIONAL =
      List.of(
          new OptionalChild<>(ApiKind.ISSUER, AllocatorCertificates::issuers),
          new OptionalChild<>(ApiKind.CERTIFICATE, AllocatorCertificates::certificates),
          new OptionalChild<>(ApiKind.SERVICE_MONITOR, AllocatorMonitor::of));

  private AllocatorChildren() {}

  /** The objects that should exist for a target allocator, in the order of applying. */
  public static List<HasMetadata> of(EffectiveAllocator allocator) {
    var objects = new ArrayList<HasMetadata>();
    for (var child : OPTIONAL) {
      if (allocator.facts().cluster().kinds().contains(child.kind())) {
        child.desired().apply(allocator).forEach(objects::add);
      }
    }
    for (var child : ALL) {
      if (child.need() != Child.Need.RBAC || allocator.facts().cluster().grantsRoles()) {
        child.desired().apply(allocator).forEach(objects::add);
      }
    }
    return objects;
  }
}
