// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.otelop.collector.EffectiveCollector;
import io.otelop.naming.Labels;
import io.otelop.naming.OperandLabels;
import java.util.Map;
import java.util.TreeMap;

/** Names, labels, annotations and the owner of a collector's children. Rules: collector.md 2.2. */
final class CollectorMetadata {

  private CollectorMetadata() {}

  /** Metadata of a child with the labels and annotations that all children have. */
  static ObjectMeta of(EffectiveCollector collector, String name) {
    return of(collector, name, Map.of());
  }

  /** The same with more labels. */
  static ObjectMeta of(EffectiveCollector collector, String name, Map<String, String> moreLabels) {
    var labels = labels(collector, name);
    labels.putAll(moreLabels);
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(collector.namespace())
        .withLabels(labels)
        .withAnnotations(collector.annotations().isEmpty() ? null : collector.annotations())
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion("opentelemetry.io/v1beta1")
                .withKind("OpenTelemetryCollector")
                .withName(collector.name())
                .withUid(collector.uid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build())
        .build();
  }

  /** The labels of a child of that name; sorted, and the caller's to change. */
  static Map<String, String> labels(EffectiveCollector collector, String name) {
    var labels = new TreeMap<>(collector.labels());
    labels.putIfAbsent(Labels.NAME, name);
    labels.putAll(collector.selector());
    var image = collector.spec().image();
    labels.put(Labels.VERSION, OperandLabels.version(image == null ? "" : image));
    return labels;
  }
}
