// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.otelop.child.ApiKind;
import io.otelop.child.OperandMetadata;
import io.otelop.child.Resources;
import io.otelop.collector.EffectiveCollector;
import io.otelop.naming.Labels;
import io.otelop.naming.ObjectNames;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What tells the Prometheus operator where a collector's metrics are. Rules: collector.md 6.6. */
final class CollectorMonitors {

  static final ApiKind POD_MONITOR =
      new ApiKind("monitoring.coreos.com", "v1", "PodMonitor", "podmonitors");

  private CollectorMonitors() {}

  static Stream<GenericKubernetesResource> ofServices(EffectiveCollector collector) {
    if (!isWanted(collector) || !collector.hasWorkload()) {
      return Stream.empty();
    }
    var exporters = CollectorPorts.ofPrometheusExporters(collector);
    var own =
        collector.config().telemetry().isServed()
            ? Stream.of(
                monitor(
                    collector,
                    ObjectNames.collectorMonitor(collector.name()),
                    "monitoring",
                    List.of("monitoring")))
            : Stream.<GenericKubernetesResource>empty();
    return exporters.isEmpty()
        ? own
        : Stream.concat(
            own,
            Stream.of(
                monitor(collector, ObjectNames.collector(collector.name()), "base", exporters)));
  }

  /** Pods with this collector as a sidecar are told by the label that the injection gives them. */
  static Stream<GenericKubernetesResource> ofPods(EffectiveCollector collector) {
    if (!isWanted(collector) || collector.hasWorkload()) {
      return Stream.empty();
    }
    var ports =
        Stream.concat(
                collector.config().telemetry().isServed() ? Stream.of("metrics") : Stream.empty(),
                CollectorPorts.ofPrometheusExporters(collector).stream())
            .toList();
    var metadata =
        OperandMetadata.of(collector, ObjectNames.collector(collector.name()), extra(collector));
    metadata.setAnnotations(null);
    return Stream.of(
        Resources.of(
            POD_MONITOR,
            metadata,
            Map.of(
                "jobLabel",
                Labels.INSTANCE,
                "podTargetLabels",
                List.of(Labels.NAME, Labels.INSTANCE, Labels.MANAGED_BY),
                "namespaceSelector",
                Map.of("matchNames", List.of(collector.namespace())),
                "selector",
                Map.of(
                    "matchLabels",
                    Map.of(
                        Labels.SIDECAR_INJECTED,
                        ObjectNames.instance(collector.namespace(), collector.name()))),
                "podMetricsEndpoints",
                ports.stream().map(port -> Map.of("port", port)).toList())));
  }

  private static boolean isWanted(EffectiveCollector collector) {
    var observability = collector.spec().observability();
    return observability != null
        && observability.metrics() != null
        && Boolean.TRUE.equals(observability.metrics().enableMetrics());
  }

  private static Map<String, String> extra(EffectiveCollector collector) {
    var observability = collector.spec().observability();
    var metrics = observability == null ? null : observability.metrics();
    return metrics == null || metrics.extraLabels() == null ? Map.of() : metrics.extraLabels();
  }

  private static GenericKubernetesResource monitor(
      EffectiveCollector collector, String name, String serviceType, List<String> ports) {
    var metadata = OperandMetadata.of(collector, name, extra(collector));
    metadata.setAnnotations(null);
    var selector = new TreeMap<>(collector.selector());
    selector.put(Labels.COLLECTOR_SERVICE_TYPE, serviceType);
    return Resources.of(
        ApiKind.SERVICE_MONITOR,
        metadata,
        Map.of(
            "endpoints",
            ports.stream().map(port -> Map.of("port", port)).toList(),
            "namespaceSelector",
            Map.of("matchNames", List.of(collector.namespace())),
            "selector",
            Map.of("matchLabels", selector)));
  }
}
