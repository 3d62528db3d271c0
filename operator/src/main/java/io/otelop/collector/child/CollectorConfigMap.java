// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.otelop.collector.EffectiveCollector;
import io.otelop.naming.ObjectNames;
import java.util.Map;
import java.util.stream.Stream;

/** The ConfigMap of one config revision. Rules: collector.md 2.6. */
final class CollectorConfigMap {

  /** The key in the ConfigMap, and the file's name in the pod. */
  static final String ENTRY = "collector.yaml";

  private CollectorConfigMap() {}

  static Stream<ConfigMap> of(EffectiveCollector collector) {
    var metadata = CollectorMetadata.of(collector, collector.configMap());
    metadata.setLabels(
        CollectorMetadata.labels(collector, ObjectNames.collector(collector.name())));
    return Stream.of(
        new ConfigMapBuilder()
            .withMetadata(metadata)
            .withData(Map.of(ENTRY, collector.config().yaml()))
            .build());
  }
}
