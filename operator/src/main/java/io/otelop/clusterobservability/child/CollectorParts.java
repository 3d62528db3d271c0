// SPDX-License-Identifier: Apache-2.0
package io.otelop.clusterobservability.child;

import io.otelop.clusterobservability.EffectiveObservability;
import java.util.List;
import java.util.Map;

/** What both collectors have. */
final class CollectorParts {

  private CollectorParts() {}

  /** The name of the node, which receivers and processors read. */
  static List<Object> nodeName() {
    return List.of(
        Map.of(
            "name",
            "K8S_NODE_NAME",
            "valueFrom",
            Map.of("fieldRef", Map.of("fieldPath", "spec.nodeName"))));
  }

  /** As little as a process can have. */
  static Map<String, Object> securityContext() {
    return Map.of(
        "allowPrivilegeEscalation", false,
        "capabilities", Map.of("drop", List.of("ALL")),
        "readOnlyRootFilesystem", true,
        "runAsNonRoot", true,
        "seccompProfile", Map.of("type", "RuntimeDefault"));
  }

  static Map<String, Object> pipeline(List<String> receivers, List<String> processors) {
    return Map.of(
        "receivers", receivers, "processors", processors, "exporters", List.of(ExporterConfig.ID));
  }

  static Map<String, Object> config(
      EffectiveObservability observability,
      Map<String, Object> receivers,
      Map<String, Object> processors,
      Map<String, Object> pipelines) {
    return Map.of(
        "receivers",
        receivers,
        "processors",
        processors,
        "exporters",
        Map.of(ExporterConfig.ID, ExporterConfig.of(observability.exporter())),
        "service",
        Map.of("pipelines", pipelines));
  }
}
