// SPDX-License-Identifier: Apache-2.0
package io.otelop.clusterobservability.child;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.otelop.child.OperandMetadata;
import io.otelop.clusterobservability.EffectiveObservability;
import java.util.TreeMap;

/** Names, labels, annotations and the owner of what is made for a ClusterObservability. */
final class ObservabilityMetadata {

  private ObservabilityMetadata() {}

  /** Without name and version as labels: what is made for the object itself has its own. */
  static ObjectMeta of(EffectiveObservability observability, String name) {
    var metadata = OperandMetadata.of(observability, name);
    var labels = new TreeMap<>(observability.labels());
    labels.putAll(observability.selector());
    metadata.setLabels(labels);
    return metadata;
  }
}
