// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator.child;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.otelop.naming.Labels;
import io.otelop.naming.OperandLabels;
import io.otelop.targetallocator.EffectiveAllocator;
import java.util.Map;
import java.util.TreeMap;

/** Names, labels, annotations and the owner of a target allocator's children. */
final class AllocatorMetadata {

  private AllocatorMetadata() {}

  /** Metadata of the children that are called like the Deployment. */
  static ObjectMeta of(EffectiveAllocator allocator) {
    return of(allocator, allocator.objectName());
  }

  static ObjectMeta of(EffectiveAllocator allocator, String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(allocator.namespace())
        .withLabels(labels(allocator, name))
        .withAnnotations(allocator.annotations().isEmpty() ? null : allocator.annotations())
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion("opentelemetry.io/v1alpha1")
                .withKind("TargetAllocator")
                .withName(allocator.name())
                .withUid(allocator.uid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build())
        .build();
  }

  /** The labels of a child of that name; sorted, and the caller's to change. */
  static Map<String, String> labels(EffectiveAllocator allocator, String name) {
    var labels = new TreeMap<>(allocator.labels());
    labels.putIfAbsent(Labels.NAME, name);
    labels.putAll(allocator.selector());
    var image = allocator.spec().image();
    labels.put(Labels.VERSION, OperandLabels.version(image == null ? "" : image));
    return labels;
  }
}
