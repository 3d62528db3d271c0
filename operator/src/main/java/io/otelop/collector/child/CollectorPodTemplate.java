// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.child.OperandPod;
import io.otelop.collector.EffectiveCollector;
import io.otelop.collector.Mode;
import io.otelop.naming.Labels;
import io.otelop.naming.ObjectNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The pods of a collector. What it writes, and what it leaves out, decides whether taking over from
 * the Go operator restarts them. Rules: collector.md 2.2 and 2.4.
 */
final class CollectorPodTemplate {

  private CollectorPodTemplate() {}

  static PodTemplateSpec of(EffectiveCollector collector) {
    var spec = collector.spec();
    var hasSpread = collector.mode() != Mode.DAEMONSET;
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(OperandMetadata.labels(collector, ObjectNames.collector(collector.name())))
        .withAnnotations(annotations(collector))
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName(collector.serviceAccount())
        .withInitContainers(spec.initContainers())
        .withContainers(containers(collector))
        .withVolumes(CollectorVolumes.of(collector))
        .withDnsPolicy(
            OperandPod.dnsPolicy(spec.dnsPolicy(), spec.podDnsConfig(), spec.hostNetwork()))
        .withDnsConfig(Objects.requireNonNullElseGet(spec.podDnsConfig(), PodDNSConfig::new))
        .withHostNetwork(OperandPod.onlyTrue(spec.hostNetwork()))
        .withHostPID(OperandPod.onlyTrue(spec.hostPID()))
        .withHostUsers(spec.hostUsers())
        .withHostAliases(spec.hostAliases())
        .withShareProcessNamespace(Boolean.TRUE.equals(spec.shareProcessNamespace()))
        .withTolerations(spec.tolerations())
        .withNodeSelector(spec.nodeSelector())
        .withAffinity(spec.affinity())
        .withPriorityClassName(spec.priorityClassName())
        .withSecurityContext(spec.podSecurityContext())
        .withTerminationGracePeriodSeconds(spec.terminationGracePeriodSeconds())
        .withTopologySpreadConstraints(hasSpread ? spec.topologySpreadConstraints() : null)
        .endSpec()
        .build();
  }

  private static List<Container> containers(EffectiveCollector collector) {
    var containers = new ArrayList<Container>();
    containers.add(CollectorContainer.of(collector));
    containers.addAll(
        Objects.requireNonNullElse(collector.spec().additionalContainers(), List.of()));
    return containers;
  }

  private static Map<String, String> annotations(EffectiveCollector collector) {
    var annotations = new TreeMap<>(collector.annotations());
    Objects.requireNonNullElse(collector.spec().podAnnotations(), Map.<String, String>of())
        .forEach(
            (key, value) -> {
              if (collector.facts().defaults().isAnnotationKept().test(key)) {
                annotations.put(key, value);
              }
            });
    if (!arePrometheusAnnotationsOff(collector)) {
      var before = annotations.size();
      annotations.putIfAbsent(Labels.PROMETHEUS_SCRAPE, "true");
      annotations.putIfAbsent(Labels.PROMETHEUS_PORT, "8888");
      annotations.putIfAbsent(Labels.PROMETHEUS_PATH, "/metrics");
      if (annotations.size() > before) {
        annotations.put(Labels.PROMETHEUS_ANNOTATIONS_ADDED, "true");
      }
    }
    annotations.put(Labels.CONFIG_SHA256, collector.configHash());
    if (!collector.marks().podContent().isEmpty()) {
      annotations.put(Labels.EXTRA_CONFIGMAPS_SHA256, collector.marks().podContent());
    }
    return annotations;
  }

  private static boolean arePrometheusAnnotationsOff(EffectiveCollector collector) {
    var observability = collector.spec().observability();
    var metrics = observability == null ? null : observability.metrics();
    return metrics != null && Boolean.TRUE.equals(metrics.disablePrometheusAnnotations());
  }
}
