// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator.child;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.targetallocator.EffectiveAllocator;
import java.util.Map;
import java.util.stream.Stream;

/** The ConfigMap with the file of a target allocator. Rules: targetallocator-opamp-ops.md A2.1. */
final class AllocatorConfigMap {

  /** The key in the ConfigMap, and the file's name in the pod. */
  static final String ENTRY = "targetallocator.yaml";

  private AllocatorConfigMap() {}

  static Stream<ConfigMap> of(EffectiveAllocator allocator) {
    return Stream.of(
        new ConfigMapBuilder()
            .withMetadata(OperandMetadata.of(allocator, allocator.objectName()))
            .withData(Map.of(ENTRY, allocator.file()))
            .build());
  }
}
