// SPDX-License-Identifier: Apache-2.0
package io.otelop.clusterobservability.child;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.otelop.child.ApiKind;
import io.otelop.child.Resources;
import io.otelop.clusterobservability.EffectiveObservability;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The collector on every node: what applications on it send, the logs of its pods, and the figures
 * of node, pods and containers.
 */
final class AgentCollector {

  private static final String INTERVAL = "30s";

  private static final List<String> POD_ATTRIBUTES =
      List.of(
          "k8s.namespace.name",
          "k8s.deployment.name",
          "k8s.statefulset.name",
          "k8s.daemonset.name",
          "k8s.cronjob.name",
          "k8s.job.name",
          "k8s.node.name",
          "k8s.pod.name",
          "k8s.pod.uid",
          "k8s.pod.start_time");

  /** What nodes mount for pods and for themselves, and what is no disk. */
  private static final List<String> NO_DISKS =
      List.of(
          "/dev/*",
          "/proc/*",
          "/sys/*",
          "/run/k3s/containerd/*",
          "/var/lib/docker/*",
          "/var/lib/kubelet/*",
          "/snap/*");

  private static final List<String> NO_FILE_SYSTEMS =
      List.of(
          "autofs",
          "binfmt_misc",
          "bpf",
          "cgroup2",
          "configfs",
          "debugfs",
          "devpts",
          "devtmpfs",
          "fusectl",
          "hugetlbfs",
          "iso9660",
          "mqueue",
          "nsfs",
          "overlay",
          "proc",
          "procfs",
          "pstore",
          "rpc_pipefs",
          "securityfs",
          "selinuxfs",
          "squashfs",
          "sysfs",
          "tracefs");

  private AgentCollector() {}

  static String name(EffectiveObservability observability) {
    return observability.name() + "-agent";
  }

  static Stream<GenericKubernetesResource> of(EffectiveObservability observability) {
    var spec = new LinkedHashMap<String, Object>();
    spec.put("mode", "daemonset");
    spec.put("image", observability.facts().defaults().image());
    spec.put("hostNetwork", true);
    spec.put("env", CollectorParts.nodeName());
    spec.put("volumes", volumes());
    spec.put("volumeMounts", mounts());
    spec.put("securityContext", securityContext());
    spec.put("config", config(observability));
    return Stream.of(
        Resources.of(
            ApiKind.COLLECTOR, ObservabilityMetadata.of(observability, name(observability)), spec));
  }

  private static List<Object> volumes() {
    return List.of(
        hostPath("hostfs", "/"),
        hostPath("varlogpods", "/var/log/pods"),
        hostPath("varlibdockercontainers", "/var/lib/docker/containers"));
  }

  private static Map<String, Object> hostPath(String name, String path) {
    return Map.of("name", name, "hostPath", Map.of("path", path));
  }

  private static List<Object> mounts() {
    return List.of(
        Map.of(
            "name", "hostfs",
            "mountPath", "/hostfs",
            "mountPropagation", "HostToContainer",
            "readOnly", true),
        Map.of("name", "varlogpods", "mountPath", "/var/log/pods", "readOnly", true),
        Map.of(
            "name", "varlibdockercontainers",
            "mountPath", "/var/lib/docker/containers",
            "readOnly", true));
  }

  /** The logs of pods are root's, and nobody else may read them. */
  private static Map<String, Object> securityContext() {
    var context = new LinkedHashMap<>(CollectorParts.securityContext());
    context.put("runAsNonRoot", false);
    context.put("runAsUser", 0);
    return context;
  }

  private static Map<String, Object> config(EffectiveObservability observability) {
    var receivers = new LinkedHashMap<String, Object>();
    receivers.put(
        "otlp",
        Map.of(
            "protocols",
            Map.of(
                "grpc", Map.of("endpoint", "0.0.0.0:4317"),
                "http", Map.of("endpoint", "0.0.0.0:4318"))));
    receivers.put("host_metrics", hostMetrics());
    receivers.put(
        "kubelet_stats",
        Map.of(
            "collection_interval",
            INTERVAL,
            "auth_type",
            "serviceAccount",
            "endpoint",
            "https://${env:K8S_NODE_NAME}:10250",
            "insecure_skip_verify",
            true,
            "metric_groups",
            List.of("container", "pod", "node", "volume")));
    receivers.put(
        "file_log",
        Map.of(
            "include",
            List.of("/var/log/pods/*/*/*.log"),
            "exclude",
            List.of("/var/log/pods/*/otc-container/*.log"),
            "start_at",
            "end",
            "include_file_path",
            true,
            "include_file_name",
            false,
            "operators",
            List.of(Map.of("type", "container", "id", "container-parser"))));
    var processors = new LinkedHashMap<String, Object>();
    processors.put(
        "resource_detection",
        Map.of("detectors", List.of("env", "system", "k8s_api"), "timeout", "2s"));
    processors.put("k8s_attributes", podAttributes());
    processors.put("batch", Map.of());
    var ordered = List.of("k8s_attributes", "resource_detection", "batch");
    return CollectorParts.config(
        observability,
        receivers,
        processors,
        Map.of(
            "metrics",
            CollectorParts.pipeline(List.of("otlp", "host_metrics", "kubelet_stats"), ordered),
            "logs",
            CollectorParts.pipeline(List.of("otlp", "file_log"), ordered),
            "traces",
            CollectorParts.pipeline(List.of("otlp"), ordered)));
  }

  private static Map<String, Object> hostMetrics() {
    var scrapers = new LinkedHashMap<String, Object>();
    for (var scraper : List.of("cpu", "memory", "disk", "load", "network", "paging")) {
      scrapers.put(scraper, Map.of());
    }
    scrapers.put(
        "filesystem",
        Map.of(
            "exclude_mount_points", Map.of("match_type", "regexp", "mount_points", mountPoints()),
            "exclude_fs_types", Map.of("match_type", "strict", "fs_types", NO_FILE_SYSTEMS)));
    return Map.of("root_path", "/hostfs", "collection_interval", INTERVAL, "scrapers", scrapers);
  }

  private static List<String> mountPoints() {
    return NO_DISKS.stream().map(it -> "^" + it.replace("*", ".*") + "$").toList();
  }

  private static Map<String, Object> podAttributes() {
    return Map.of(
        "filter", Map.of("node_from_env_var", "K8S_NODE_NAME"),
        "extract", Map.of("metadata", POD_ATTRIBUTES),
        "pod_association",
            List.of(
                source(Map.of("from", "resource_attribute", "name", "k8s.pod.ip")),
                source(Map.of("from", "resource_attribute", "name", "k8s.pod.uid")),
                source(Map.of("from", "connection"))));
  }

  private static Map<String, Object> source(Map<String, Object> source) {
    return Map.of("sources", List.of(source));
  }
}
