// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.otelop.child.ApiKind;
import io.otelop.child.OperandMetadata;
import io.otelop.child.Resources;
import io.otelop.collector.EffectiveCollector;
import io.otelop.collector.config.CollectorConfig;
import io.otelop.crds.collector.TargetAllocatorSpec;
import io.otelop.naming.Labels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The TargetAllocator of a collector that has one inside: a custom resource of its own, under the
 * collector's name. Rules: targetallocator-opamp-ops.md A1.2.
 */
final class CollectorTargetAllocator {

  private CollectorTargetAllocator() {}

  static Stream<GenericKubernetesResource> of(EffectiveCollector collector) {
    var allocator = collector.spec().targetAllocator();
    if (allocator == null || !collector.hasAllocatorInside()) {
      return Stream.empty();
    }
    var metadata = OperandMetadata.of(collector, collector.name());
    // Its own objects are named and labelled by these, which must be as they always were.
    var labels = new TreeMap<>(metadata.getLabels());
    labels.keySet().retainAll(collector.labels().keySet());
    labels.putAll(collector.selector());
    metadata.setLabels(labels);
    var annotations = new TreeMap<>(collector.annotations());
    annotations.put(Labels.SCRAPES_SHA256, scrapes(collector));
    metadata.setAnnotations(annotations);
    return Stream.of(Resources.of(ApiKind.TARGET_ALLOCATOR, metadata, spec(collector, allocator)));
  }

  private static String scrapes(EffectiveCollector collector) {
    var receiver = collector.config().tree().path("receivers").path("prometheus");
    return CollectorConfig.of(
            JsonNodeFactory.instance.objectNode().set("config", receiver.path("config")))
        .hash();
  }

  private static Map<String, Object> spec(
      EffectiveCollector collector, TargetAllocatorSpec allocator) {
    var spec = new LinkedHashMap<String, Object>();
    spec.put("replicas", Objects.requireNonNullElse(allocator.replicas(), 1));
    put(spec, "nodeSelector", allocator.nodeSelector());
    put(spec, "resources", allocator.resources());
    put(spec, "allocationStrategy", allocator.allocationStrategy());
    put(spec, "filterStrategy", allocator.filterStrategy());
    put(spec, "serviceAccount", allocator.serviceAccount());
    put(spec, "image", allocator.image());
    put(spec, "affinity", allocator.affinity());
    put(spec, "prometheusCR", allocator.prometheusCR());
    put(spec, "securityContext", allocator.securityContext());
    put(spec, "podSecurityContext", allocator.podSecurityContext());
    put(spec, "topologySpreadConstraints", allocator.topologySpreadConstraints());
    put(spec, "tolerations", allocator.tolerations());
    put(spec, "env", allocator.env());
    put(spec, "observability", allocator.observability());
    put(spec, "podDisruptionBudget", allocator.podDisruptionBudget());
    put(spec, "allowInsecureAuthSecrets", allocator.allowInsecureAuthSecrets());
    put(spec, "collectorNotReadyGracePeriod", allocator.collectorNotReadyGracePeriod());
    put(spec, "mtls", allocator.mtls());
    put(spec, "podAnnotations", collector.spec().podAnnotations());
    spec.put("networkPolicy", Map.of("enabled", collector.hasNetworkPolicy()));
    return spec;
  }

  private static void put(Map<String, Object> spec, String field, @Nullable Object value) {
    if (value != null) {
      spec.put(field, value);
    }
  }
}
