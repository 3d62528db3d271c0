// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.child.ApiKind;
import io.otelop.child.OperandDefaults;
import io.otelop.clusterobservability.ObservabilityReconciler;
import io.otelop.collector.CollectorFacts;
import io.otelop.collector.CollectorReconciler;
import io.otelop.targetallocator.AllocatorFacts;
import io.otelop.targetallocator.AllocatorReconciler;
import java.util.HashSet;
import java.util.Set;

/**
 * What the settings say of everything that the operator deploys.
 *
 * @param collectors of collectors
 * @param allocators of target allocators
 * @param bridges of OpAMP bridges
 * @param observabilities of the telemetry of clusters
 */
record OperandFacts(
    CollectorFacts collectors,
    AllocatorFacts allocators,
    OperandDefaults bridges,
    OperandDefaults observabilities) {

  /** The kinds that they may own where the cluster knows them. */
  static Set<ApiKind> optionalKinds() {
    var kinds = new HashSet<>(CollectorReconciler.optionalKinds());
    kinds.addAll(AllocatorReconciler.optionalKinds());
    return kinds;
  }

  /** The kinds that come and go: those, and that of OpAMP bridges. */
  static Set<ApiKind> followedKinds() {
    var kinds = new HashSet<>(optionalKinds());
    kinds.add(ApiKind.OPAMP_BRIDGE);
    kinds.addAll(ObservabilityReconciler.optionalKinds());
    kinds.add(ApiKind.CLUSTER_OBSERVABILITY);
    return kinds;
  }
}
