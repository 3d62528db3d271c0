// SPDX-License-Identifier: Apache-2.0
package io.otelop.clusterobservability.child;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.otelop.child.ApiKind;
import io.otelop.child.Resources;
import io.otelop.clusterobservability.EffectiveObservability;
import io.otelop.crds.UserAnnotations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The collector that there is once: the state and the events of the cluster, and what the
 * Prometheus operator's resources name.
 */
final class ClusterCollector {

  private ClusterCollector() {}

  static String name(EffectiveObservability observability) {
    return observability.name() + "-cluster";
  }

  static Stream<GenericKubernetesResource> of(EffectiveObservability observability) {
    var metadata = ObservabilityMetadata.of(observability, name(observability));
    if (observability.takesMonitors()) {
      metadata
          .getLabels()
          .put(UserAnnotations.TARGET_ALLOCATOR, MonitorAllocator.name(observability));
    }
    var spec = new LinkedHashMap<String, Object>();
    spec.put("mode", "statefulset");
    spec.put("replicas", 1);
    spec.put("image", observability.facts().defaults().image());
    spec.put("env", CollectorParts.nodeName());
    spec.put("securityContext", CollectorParts.securityContext());
    spec.put(
        "podSecurityContext",
        Map.of("runAsNonRoot", true, "seccompProfile", Map.of("type", "RuntimeDefault")));
    spec.put("config", config(observability));
    return Stream.of(Resources.of(ApiKind.COLLECTOR, metadata, spec));
  }

  private static Map<String, Object> config(EffectiveObservability observability) {
    var receivers = new LinkedHashMap<String, Object>();
    receivers.put(
        "k8s_cluster",
        Map.of(
            "collection_interval",
            "30s",
            "node_conditions_to_report",
            List.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure"),
            "allocatable_types_to_report",
            List.of("cpu", "memory", "storage", "pods")));
    receivers.put("k8s_events", Map.of());
    var processors = new LinkedHashMap<String, Object>();
    processors.put("batch", Map.of());
    processors.put(
        "resource_detection", Map.of("detectors", List.of("env", "system"), "timeout", "2s"));
    var ordered = List.of("resource_detection", "batch");
    var pipelines = new LinkedHashMap<String, Object>();
    pipelines.put("metrics", CollectorParts.pipeline(List.of("k8s_cluster"), ordered));
    pipelines.put("logs", CollectorParts.pipeline(List.of("k8s_events"), ordered));
    if (observability.takesMonitors()) {
      receivers.put("prometheus", Map.of("config", Map.of("scrape_configs", List.of())));
      pipelines.put("metrics/prometheus", CollectorParts.pipeline(List.of("prometheus"), ordered));
    }
    return CollectorParts.config(observability, receivers, processors, pipelines);
  }
}
