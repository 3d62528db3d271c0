// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.otelop.child.ClusterFacts;
import io.otelop.child.OperandDefaults;
import java.util.Set;

/**
 * What the operator and the cluster say about every collector.
 *
 * @param defaults of the operator's settings
 * @param networkPolicyByDefault whether a collector that says nothing gets a NetworkPolicy
 * @param forbiddenComponents that may not run here, as {@code receiver.type}
 * @param cluster what the cluster offers
 */
public record CollectorFacts(
    OperandDefaults defaults,
    boolean networkPolicyByDefault,
    Set<String> forbiddenComponents,
    ClusterFacts cluster) {

  public CollectorFacts {
    forbiddenComponents = Set.copyOf(forbiddenComponents);
  }

  /** The same with another default image. */
  CollectorFacts withDefaultImage(String other) {
    return new CollectorFacts(
        defaults.withImage(other), networkPolicyByDefault, forbiddenComponents, cluster);
  }

  /** The same of another cluster. */
  public CollectorFacts in(ClusterFacts other) {
    return new CollectorFacts(defaults, networkPolicyByDefault, forbiddenComponents, other);
  }
}
