// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator.child;

import io.otelop.child.OperandRoles;
import io.otelop.naming.ObjectNames;
import io.otelop.targetallocator.EffectiveAllocator;

/** What lets the pods of a target allocator read what they look for. */
final class AllocatorRoles {

  private AllocatorRoles() {}

  static OperandRoles of(EffectiveAllocator allocator) {
    var elsewhere = ObjectNames.allocatorElsewhere(allocator.name(), allocator.namespace());
    return new OperandRoles(
        allocator,
        allocator.grants(),
        allocator.serviceAccount(),
        new OperandRoles.Names(elsewhere, elsewhere, allocator.objectName(), elsewhere));
  }
}
