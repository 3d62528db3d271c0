// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.otelop.child.OperandObjects;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.targetallocator.TargetAllocator;
import io.otelop.targetallocator.child.AllocatorChildren;
import java.util.List;

/** What the operator would make of a target allocator. */
public final class AllocatorObjects {

  private AllocatorObjects() {}

  /**
   * Computes it; pure.
   *
   * @param collectors among which those count that name it
   */
  public static OperandObjects of(
      TargetAllocator resource, List<OpenTelemetryCollector> collectors, AllocatorFacts facts) {
    var id = ResourceID.fromResource(resource);
    var naming =
        collectors.stream()
            .filter(it -> LabelledCollectors.named(it).filter(id::equals).isPresent())
            .toList();
    return switch (EffectiveAllocator.of(resource, naming, facts)) {
      case EffectiveAllocator.Resolved(var allocator, var findings) ->
          new OperandObjects(List.<HasMetadata>copyOf(AllocatorChildren.of(allocator)), findings);
      case EffectiveAllocator.Rejected(var findings) -> new OperandObjects(List.of(), findings);
    };
  }
}
