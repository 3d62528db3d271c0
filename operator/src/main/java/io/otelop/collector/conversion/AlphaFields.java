// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.conversion;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields that the version v1alpha1 has, for the objects in which v1beta1 has others too. A test
 * holds them against the definition.
 */
final class AlphaFields {

  static final Set<String> STATUS = Set.of("scale", "version", "image", "messages", "replicas");

  static final Set<String> SPEC =
      Set.of(
          "managementState",
          "mode",
          "upgradeStrategy",
          "config",
          "replicas",
          "minReplicas",
          "maxReplicas",
          "autoscaler",
          "image",
          "imagePullPolicy",
          "args",
          "env",
          "envFrom",
          "resources",
          "securityContext",
          "podSecurityContext",
          "podAnnotations",
          "serviceAccount",
          "volumeMounts",
          "volumes",
          "volumeClaimTemplates",
          "serviceName",
          "configmaps",
          "ports",
          "trafficDistribution",
          "nodeSelector",
          "tolerations",
          "affinity",
          "topologySpreadConstraints",
          "priorityClassName",
          "lifecycle",
          "terminationGracePeriodSeconds",
          "hostNetwork",
          "shareProcessNamespace",
          "initContainers",
          "additionalContainers",
          "podDisruptionBudget",
          "updateStrategy",
          "deploymentUpdateStrategy",
          "ingress",
          "livenessProbe",
          "observability",
          "targetAllocator");

  /** Those of the parts of the spec, by their path. */
  static final Map<List<String>, Set<String>> PARTS =
      Map.of(
          List.of("ingress"),
          Set.of("type", "ruleType", "hostname", "annotations", "tls", "ingressClassName", "route"),
          List.of("observability", "metrics"),
          Set.of("enableMetrics", "disablePrometheusAnnotations"),
          List.of("targetAllocator"),
          Set.of(
              "enabled",
              "replicas",
              "nodeSelector",
              "resources",
              "allocationStrategy",
              "filterStrategy",
              "serviceAccount",
              "image",
              "affinity",
              "prometheusCR",
              "securityContext",
              "podSecurityContext",
              "topologySpreadConstraints",
              "tolerations",
              "env",
              "observability",
              "podDisruptionBudget"),
          List.of("targetAllocator", "observability", "metrics"),
          Set.of("enableMetrics", "disablePrometheusAnnotations"),
          List.of("targetAllocator", "prometheusCR"),
          Set.of(
              "enabled",
              "scrapeInterval",
              "scrapeClasses",
              "denyFSAccessThroughSMs",
              "podMonitorSelector",
              "serviceMonitorSelector"));

  private AlphaFields() {}
}
