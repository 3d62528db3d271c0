// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.otelop.cluster.SyncReport;
import io.otelop.collector.rollout.Step;
import io.otelop.reason.Finding;
import java.util.List;
import java.util.Optional;

/**
 * How a collector stands at the end of a reconcile.
 *
 * @param wanted what the custom resource asks for
 * @param step what may become of it
 * @param report what making it took
 * @param pods what the cluster says of its pods, if there is a workload
 * @param troubles why pods are not ready, as far as it was looked for
 */
record Situation(
    EffectiveCollector wanted,
    Step step,
    SyncReport report,
    Optional<ObservedWorkload> pods,
    List<Finding> troubles) {

  Situation {
    troubles = List.copyOf(troubles);
  }

  /** Whether the wanted revision has all its pods. */
  boolean isSettled() {
    return !(step instanceof Step.Hold)
        && (!wanted.hasWorkload()
            || pods.filter(it -> it.isSettled() && it.updated() >= it.wanted())
                .filter(it -> it.current() == it.wanted())
                .isPresent());
  }

  /** Whether all wanted pods are ready and of the wanted revision. */
  boolean isReady() {
    return !(step instanceof Step.Hold)
        && pods.filter(ObservedWorkload::isReady)
            .filter(it -> it.configHash().equals(wanted.configHash()))
            .isPresent();
  }
}
