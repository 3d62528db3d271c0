// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator;

import io.otelop.child.ClusterFacts;
import io.otelop.child.OperandDefaults;
import java.util.Set;

/**
 * What the operator and the cluster say about every target allocator.
 *
 * @param defaults of the operator's settings
 * @param networkPolicyByDefault whether one that says nothing gets a NetworkPolicy
 * @param apiServerPorts where the API server listens; empty where that is not known
 * @param cluster what the cluster offers
 */
public record AllocatorFacts(
    OperandDefaults defaults,
    boolean networkPolicyByDefault,
    Set<Integer> apiServerPorts,
    ClusterFacts cluster) {

  /** Copies the set. */
  public AllocatorFacts {
    apiServerPorts = Set.copyOf(apiServerPorts);
  }

  /** The same of another cluster. */
  public AllocatorFacts in(ClusterFacts other, Set<Integer> ports) {
    return new AllocatorFacts(defaults, networkPolicyByDefault, ports, other);
  }
}
