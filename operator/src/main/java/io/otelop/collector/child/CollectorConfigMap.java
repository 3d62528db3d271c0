// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.collector.EffectiveCollector;
import io.otelop.collector.rollout.Revision;
import io.otelop.naming.Labels;
import io.otelop.naming.ObjectNames;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The ConfigMap of one config revision. Rules: collector.md 2.6. */
final class CollectorConfigMap {

  /** The key in the ConfigMap, and the file's name in the pod. */
  static final String ENTRY = "collector.yaml";

  private CollectorConfigMap() {}

  static Stream<ConfigMap> of(EffectiveCollector collector) {
    var metadata = OperandMetadata.of(collector, collector.configMap());
    metadata.setLabels(OperandMetadata.labels(collector, ObjectNames.collector(collector.name())));
    note(collector)
        .ifPresent(
            revision -> {
              var annotations = new TreeMap<>(collector.annotations());
              annotations.put(Labels.REVISION, revision);
              if (!collector.marks().note().isEmpty()) {
                annotations.put(Labels.POD_MARKS, collector.marks().note());
              }
              metadata.setAnnotations(annotations);
            });
    return Stream.of(
        new ConfigMapBuilder()
            .withMetadata(metadata)
            .withData(Map.of(ENTRY, collector.renderedConfig().yaml()))
            .build());
  }

  /** What it takes to make the revision once more. */
  private static Optional<String> note(EffectiveCollector collector) {
    var revision = Revision.of(collector);
    return collector.allocation().isPresent()
        ? revision.textWith(collector.config().tree())
        : revision.text();
  }
}
