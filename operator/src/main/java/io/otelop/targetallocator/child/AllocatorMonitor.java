// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator.child;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.otelop.child.ApiKind;
import io.otelop.child.OperandMetadata;
import io.otelop.child.Resources;
import io.otelop.targetallocator.EffectiveAllocator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What tells the Prometheus operator where a target allocator's metrics are. Rules:
 * targetallocator-opamp-ops.md A2.7.
 */
final class AllocatorMonitor {

  private AllocatorMonitor() {}

  static Stream<GenericKubernetesResource> of(EffectiveAllocator allocator) {
    var observability = allocator.spec().observability();
    var metrics = observability == null ? null : observability.metrics();
    if (metrics == null || !Boolean.TRUE.equals(metrics.enableMetrics())) {
      return Stream.empty();
    }
    var metadata = OperandMetadata.of(allocator, allocator.objectName());
    if (metrics.extraLabels() != null) {
      var labels = new TreeMap<>(metadata.getLabels());
      labels.putAll(metrics.extraLabels());
      // By these two the operator finds it again.
      labels.putAll(allocator.selector());
      metadata.setLabels(labels);
    }
    return Stream.of(
        Resources.of(
            ApiKind.SERVICE_MONITOR,
            metadata,
            Map.of(
                "endpoints",
                List.of(Map.of("port", AllocatorService.PORT)),
                "namespaceSelector",
                Map.of("matchNames", List.of(allocator.namespace())),
                "selector",
                Map.of("matchLabels", allocator.namedSelector()))));
  }
}
