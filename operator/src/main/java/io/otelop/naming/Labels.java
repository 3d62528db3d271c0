// SPDX-License-Identifier: Apache-2.0
package io.otelop.naming;

/** Label and annotation keys that the operator writes, and their fixed values. */
public final class Labels {

  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String INSTANCE = "app.kubernetes.io/instance";
  public static final String PART_OF = "app.kubernetes.io/part-of";
  public static final String COMPONENT = "app.kubernetes.io/component";
  public static final String NAME = "app.kubernetes.io/name";
  public static final String VERSION = "app.kubernetes.io/version";

  /** Value of {@link #MANAGED_BY} on everything that this operator, or the Go operator, made. */
  public static final String OPERATOR = "opentelemetry-operator";

  /** Value of {@link #PART_OF} on everything that the operator made. */
  public static final String OPENTELEMETRY = "opentelemetry";

  /** Value of {@link #COMPONENT} on the children of a collector. */
  public static final String OPENTELEMETRY_COLLECTOR = "opentelemetry-collector";

  /** Value of {@link #COMPONENT} on the children of a target allocator. */
  public static final String OPENTELEMETRY_TARGET_ALLOCATOR = "opentelemetry-targetallocator";

  /** Value of {@link #COMPONENT} on the children of an OpAMP bridge. */
  public static final String OPENTELEMETRY_OPAMP_BRIDGE = "opentelemetry-opamp-bridge";

  /**
   * Value of {@link #COMPONENT} on the pods that check a collector's config; no Service of the
   * collector may select them.
   */
  public static final String COLLECTOR_CHECK = "opentelemetry-collector-check";

  /** Value of {@link #COMPONENT} on what is made for a ClusterObservability. */
  public static final String OPENTELEMETRY_CLUSTER_OBSERVABILITY =
      "opentelemetry-clusterobservability";

  /** Annotation: when a pod last needed what sidecars need beside their pods. */
  public static final String USED = "operator.opentelemetry.io/used";

  /** Value of {@link #COMPONENT} on what sidecars need beside their pods. */
  public static final String OPENTELEMETRY_SIDECAR = "opentelemetry-sidecar";

  public static final String COLLECTOR_SERVICE_TYPE =
      "operator.opentelemetry.io/collector-service-type";
  public static final String COLLECTOR_HEADLESS_SERVICE =
      "operator.opentelemetry.io/collector-headless-service";
  public static final String COLLECTOR_MONITORING_SERVICE =
      "operator.opentelemetry.io/collector-monitoring-service";

  /** Annotation on collector pods: the full hash of the config they run. */
  public static final String CONFIG_SHA256 = "opentelemetry-operator-config/sha256";

  /** Annotation on the pods of a target allocator: the hash of the file that they read. */
  public static final String ALLOCATOR_CONFIG_HASH = "opentelemetry-targetallocator-config/hash";

  /** Annotation on the pod of an OpAMP bridge: the hash of the file that it reads. */
  public static final String BRIDGE_CONFIG_HASH = "opentelemetry-opampbridge-config/hash";

  /**
   * Annotation on the TargetAllocator of a collector: the hash of what the collector's receiver is
   * to scrape, so that a change of it is a change of the TargetAllocator.
   */
  public static final String SCRAPES_SHA256 = "operator.opentelemetry.io/scrapes-sha256";

  /**
   * Annotation on the ConfigMap of a config revision: what the collector ran with besides, so that
   * it can be kept while a later one is refused.
   */
  public static final String REVISION = "operator.opentelemetry.io/revision";

  /**
   * Annotation on workloads, and on pods from the first change on: the hash of the ConfigMaps that
   * {@code spec.configmaps} names, and of what a target allocator makes of the config.
   */
  public static final String EXTRA_CONFIGMAPS_SHA256 =
      "operator.opentelemetry.io/configmaps-sha256";

  /** Annotation on the same ConfigMap: what its pods get beyond what the Go operator gives them. */
  public static final String POD_MARKS = "operator.opentelemetry.io/pod-marks";

  /** Annotation on our children: the hash of what we last applied. */
  public static final String APPLIED_SHA256 = "operator.opentelemetry.io/applied-sha256";

  /**
   * Annotation on our children that no owner reference can reach: kind, namespace and name of the
   * custom resource that they belong to.
   */
  public static final String OWNER = "operator.opentelemetry.io/owner";

  /** Annotation on custom resources: what the version they are in has no words for. */
  public static final String CONVERSION = "operator.opentelemetry.io/conversion";

  /** Annotation on pods: what was injected into them, or why not. */
  public static final String INJECTION = "operator.opentelemetry.io/injection";

  /**
   * Annotation on the template of a workload that the operator restarted: full name and generation
   * of the Instrumentation that it was restarted for, and {@code again} where that was the second
   * time.
   */
  public static final String RESTARTED_FOR = "operator.opentelemetry.io/restarted-for";

  /** Annotation on a pod that a kubelet started by itself, without the API server. */
  public static final String MIRROR_POD = "kubernetes.io/config.mirror";

  /** Annotation on a template that makes a new revision of it, as kubectl writes it. */
  public static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

  /** Label on pods with a sidecar: namespace and name of its collector. */
  public static final String SIDECAR_INJECTED = "sidecar.opentelemetry.io/injected";

  /** Label on the pods of a Deployment, and the end of their ReplicaSet's name. */
  public static final String POD_TEMPLATE_HASH = "pod-template-hash";

  public static final String PROMETHEUS_ANNOTATIONS_ADDED =
      "operator.opentelemetry.io/prometheus-annotations-added";
  public static final String PROMETHEUS_SCRAPE = "prometheus.io/scrape";
  public static final String PROMETHEUS_PORT = "prometheus.io/port";
  public static final String PROMETHEUS_PATH = "prometheus.io/path";
  public static final String OPENSHIFT_SERVING_CERT =
      "service.beta.openshift.io/serving-cert-secret-name";

  private Labels() {}

  /** Whether an annotation of a TargetAllocator is for the operator and not for what it makes. */
  public static boolean isOfAllocatorAlone(String key) {
    return key.equals(SCRAPES_SHA256) || key.equals(APPLIED_SHA256);
  }
}
