// SPDX-License-Identifier: Apache-2.0
package io.otelop.child;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.otelop.naming.Labels;
import io.otelop.naming.OperandLabels;
import java.util.Map;
import java.util.TreeMap;

/** Names, labels, annotations and the owner of an operand's children. Rules: collector.md 2.2. */
public final class OperandMetadata {

  private OperandMetadata() {}

  /** Metadata of a child with the labels and annotations that all children have. */
  public static ObjectMeta of(Operand operand, String name) {
    return of(operand, name, Map.of());
  }

  /** The same with more labels. */
  public static ObjectMeta of(Operand operand, String name, Map<String, String> moreLabels) {
    var labels = labels(operand, name);
    labels.putAll(moreLabels);
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(operand.namespace())
        .withLabels(labels)
        .withAnnotations(operand.annotations().isEmpty() ? null : operand.annotations())
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(operand.kind().apiVersion())
                .withKind(operand.kind().kind())
                .withName(operand.name())
                .withUid(operand.uid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build())
        .build();
  }

  /** The labels of a child of that name; sorted, and the caller's to change. */
  public static Map<String, String> labels(Operand operand, String name) {
    var labels = new TreeMap<>(operand.labels());
    labels.putIfAbsent(Labels.NAME, name);
    labels.putAll(operand.selector());
    labels.put(Labels.VERSION, OperandLabels.version(operand.givenImage()));
    return labels;
  }
}
