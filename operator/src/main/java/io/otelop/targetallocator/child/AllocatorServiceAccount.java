// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator.child;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.targetallocator.EffectiveAllocator;
import java.util.stream.Stream;

/** The ServiceAccount of a target allocator that brings none of its own. */
final class AllocatorServiceAccount {

  private AllocatorServiceAccount() {}

  static Stream<ServiceAccount> of(EffectiveAllocator allocator) {
    return allocator.bringsServiceAccount()
        ? Stream.empty()
        : Stream.of(
            new ServiceAccountBuilder()
                .withMetadata(OperandMetadata.of(allocator, allocator.objectName()))
                .build());
  }
}
