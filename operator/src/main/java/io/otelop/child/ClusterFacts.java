// SPDX-License-Identifier: Apache-2.0
package io.otelop.child;

import java.util.Set;

/**
 * What a cluster offers.
 *
 * @param grantsRoles whether the operator may make roles and bindings
 * @param kinds those of the kinds that the operator can use and not every cluster knows
 */
public record ClusterFacts(boolean grantsRoles, Set<ApiKind> kinds) {

  /** Copies the set. */
  public ClusterFacts {
    kinds = Set.copyOf(kinds);
  }
}
