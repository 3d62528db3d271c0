// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator.child;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.targetallocator.EffectiveAllocator;
import java.util.stream.Stream;

/**
 * The PodDisruptionBudget of a target allocator: the user's, or one pod away, but for the strategy
 * least-weighted, whose pods do not agree with each other. Rules: targetallocator-opamp-ops.md
 * A2.4.
 */
final class AllocatorDisruptionBudget {

  private AllocatorDisruptionBudget() {}

  static Stream<PodDisruptionBudget> of(EffectiveAllocator allocator) {
    var budget = allocator.spec().podDisruptionBudget();
    if (budget == null && allocator.strategy().equals("least-weighted")) {
      return Stream.empty();
    }
    return Stream.of(
        new PodDisruptionBudgetBuilder()
            .withMetadata(OperandMetadata.of(allocator, allocator.objectName()))
            .withNewSpec()
            .withMaxUnavailable(budget == null ? new IntOrString(1) : budget.maxUnavailable())
            .withMinAvailable(budget == null ? null : budget.minAvailable())
            .withNewSelector()
            .withMatchLabels(allocator.namedSelector())
            .endSelector()
            .endSpec()
            .build());
  }
}
