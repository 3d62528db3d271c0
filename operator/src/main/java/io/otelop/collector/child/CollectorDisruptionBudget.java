// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.collector.EffectiveCollector;
import io.otelop.collector.Mode;
import io.otelop.naming.ObjectNames;
import java.util.stream.Stream;

/** The PodDisruptionBudget of a collector with replicas. Rules: collector.md 6.2. */
final class CollectorDisruptionBudget {

  private CollectorDisruptionBudget() {}

  static Stream<PodDisruptionBudget> of(EffectiveCollector collector) {
    if (collector.mode() != Mode.DEPLOYMENT && collector.mode() != Mode.STATEFULSET) {
      return Stream.empty();
    }
    var budget = collector.spec().podDisruptionBudget();
    return Stream.of(
        new PodDisruptionBudgetBuilder()
            .withMetadata(OperandMetadata.of(collector, ObjectNames.collector(collector.name())))
            .withNewSpec()
            .withMaxUnavailable(budget == null ? new IntOrString(1) : budget.maxUnavailable())
            .withMinAvailable(budget == null ? null : budget.minAvailable())
            .withNewSelector()
            .withMatchLabels(collector.selector())
            .endSelector()
            .endSpec()
            .build());
  }
}
