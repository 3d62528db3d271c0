// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.cluster.ObjectReads.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The kinds of object that tools read. */
final class Kinds {

  static final Kind POD = new Kind("v1", "pods", "Pod");
  static final Kind NAMESPACE = new Kind("v1", "namespaces", "Namespace");
  static final Kind SERVICE = new Kind("v1", "services", "Service");
  static final Kind EVENT = new Kind("v1", "events", "Event");
  static final Kind SECRET = new Kind("v1", "secrets", "Secret");
  static final Kind CONFIG_MAP = new Kind("v1", "configmaps", "ConfigMap");
  static final Kind DEPLOYMENT = new Kind("apps/v1", "deployments", "Deployment");
  static final Kind STATEFUL_SET = new Kind("apps/v1", "statefulsets", "StatefulSet");
  static final Kind DAEMON_SET = new Kind("apps/v1", "daemonsets", "DaemonSet");
  static final Kind REPLICA_SET = new Kind("apps/v1", "replicasets", "ReplicaSet");
  static final Kind JOB = new Kind("batch/v1", "jobs", "Job");
  static final Kind CRON_JOB = new Kind("batch/v1", "cronjobs", "CronJob");
  static final Kind CUSTOM_RESOURCE_DEFINITION =
      new Kind("apiextensions.k8s.io/v1", "customresourcedefinitions", "CustomResourceDefinition");
  static final Kind COLLECTOR =
      new Kind("opentelemetry.io/v1beta1", "opentelemetrycollectors", "OpenTelemetryCollector");
  static final Kind INSTRUMENTATION =
      new Kind("opentelemetry.io/v1alpha1", "instrumentations", "Instrumentation");
  static final Kind CLUSTER_INSTRUMENTATION =
      new Kind("opentelemetry.io/v1alpha1", "clusterinstrumentations", "ClusterInstrumentation");
  static final Kind CLUSTER_ROLE =
      new Kind("rbac.authorization.k8s.io/v1", "clusterroles", "ClusterRole");
  static final Kind ROLE = new Kind("rbac.authorization.k8s.io/v1", "roles", "Role");

  /** What makes pods; the first ones are what people write. */
  static final List<Kind> WORKLOADS =
      List.of(DEPLOYMENT, STATEFUL_SET, DAEMON_SET, CRON_JOB, JOB, REPLICA_SET, POD);

  private static final Set<String> COLLECTORS =
      Set.of("collector", "opentelemetrycollector", "otelcol", "otelcols");

  private Kinds() {}

  /** The kind of an Instrumentation of that full name: those of the cluster have no slash. */
  static Kind instrumentation(String fullName) {
    return fullName.contains("/") ? INSTRUMENTATION : CLUSTER_INSTRUMENTATION;
  }

  /** Whether a person means a collector: by kind, plural, or a short name. */
  static boolean isCollector(String word) {
    var lower = word.toLowerCase(Locale.ROOT);
    return COLLECTORS.contains(lower)
        || lower.equals(COLLECTOR.plural())
        || lower.equals(COLLECTOR.plural() + "." + COLLECTOR.group());
  }

  /** The kind of Instrumentation that a person means: by kind, plural, or a short name. */
  static Optional<Kind> instrumentationOf(String word) {
    var lower = word.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "otelinst", "otelinsts" -> Optional.of(INSTRUMENTATION);
      case "clusterotelinst" -> Optional.of(CLUSTER_INSTRUMENTATION);
      default ->
          Stream.of(INSTRUMENTATION, CLUSTER_INSTRUMENTATION)
              .filter(
                  kind ->
                      kind.plural().equals(lower.replace("." + kind.group(), ""))
                          || kind.kind().toLowerCase(Locale.ROOT).equals(lower))
              .findFirst();
    };
  }

  /** The workload that a person means, by kind, plural or the short name of kubectl. */
  static Optional<Kind> workload(String word) {
    var lower = word.toLowerCase(Locale.ROOT);
    var wanted =
        switch (lower) {
          case "deploy" -> "deployment";
          case "sts" -> "statefulset";
          case "ds" -> "daemonset";
          case "cj" -> "cronjob";
          case "rs" -> "replicaset";
          case "po" -> "pod";
          default -> lower;
        };
    return WORKLOADS.stream()
        .filter(
            kind ->
                kind.plural().equals(wanted) || kind.kind().toLowerCase(Locale.ROOT).equals(wanted))
        .findFirst();
  }
}
