// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import java.util.List;
import java.util.Optional;

/** Owners of a pod's owners, as far as they are in memory or can be read at once. */
@FunctionalInterface
public interface OwnerLookup {

  /** Knows nobody: the rest of the chain is derived from names. */
  OwnerLookup NONE = (_, _) -> Optional.empty();

  /**
   * Who owns an object, from memory; never waits.
   *
   * @return an empty list for an object that is known and has no owner; empty for one that is not
   *     known
   */
  Optional<List<Owner>> ownersOf(String namespace, Owner owned);

  /**
   * Who owns an object, from memory or by one read that takes a few milliseconds at most. For what
   * names cannot tell.
   *
   * @return as {@link #ownersOf}
   */
  default Optional<List<Owner>> readOwnersOf(String namespace, Owner owned) {
    return ownersOf(namespace, owned);
  }
}
