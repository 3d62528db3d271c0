// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.otelop.child.ClusterFacts;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the operator and the cluster say about every target allocator.
 *
 * @param defaultImage the image where the custom resource names none
 * @param version the version that the default image has
 * @param proxyEnv the proxy variables of the operator, which target allocators get too
 * @param isLabelKept whether a label of the custom resource is passed on to its children
 * @param isAnnotationKept whether an annotation of the custom resource is passed on
 * @param networkPolicyByDefault whether one that says nothing gets a NetworkPolicy
 * @param apiServerPorts where the API server listens; empty where that is not known
 * @param cluster what the cluster offers
 */
public record AllocatorFacts(
    String defaultImage,
    String version,
    List<EnvVar> proxyEnv,
    Predicate<String> isLabelKept,
    Predicate<String> isAnnotationKept,
    boolean networkPolicyByDefault,
    Set<Integer> apiServerPorts,
    ClusterFacts cluster) {

  /** Copies the collections. */
  public AllocatorFacts {
    proxyEnv = List.copyOf(proxyEnv);
    apiServerPorts = Set.copyOf(apiServerPorts);
  }

  /** The same of another cluster. */
  public AllocatorFacts in(ClusterFacts other, Set<Integer> ports) {
    return new AllocatorFacts(
        defaultImage,
        version,
        proxyEnv,
        isLabelKept,
        isAnnotationKept,
        networkPolicyByDefault,
        ports,
        other);
  }
}
