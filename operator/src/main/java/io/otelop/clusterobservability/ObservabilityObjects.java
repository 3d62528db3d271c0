// SPDX-License-Identifier: Apache-2.0
package io.otelop.clusterobservability;

import io.otelop.child.OperandObjects;
import io.otelop.clusterobservability.child.ObservabilityChildren;
import io.otelop.crds.clusterobservability.ClusterObservability;
import java.util.List;

/** What the operator would make of a ClusterObservability. */
public final class ObservabilityObjects {

  private ObservabilityObjects() {}

  /** Computes it; pure. */
  public static OperandObjects of(ClusterObservability resource, ObservabilityFacts facts) {
    return switch (EffectiveObservability.of(resource, facts)) {
      case EffectiveObservability.Resolved(var observability) ->
          new OperandObjects(ObservabilityChildren.of(observability), List.of());
      case EffectiveObservability.Rejected(var findings) -> new OperandObjects(List.of(), findings);
    };
  }
}
