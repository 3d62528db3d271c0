// SPDX-License-Identifier: Apache-2.0
package io.otelop.child;

/**
 * A kind that a cluster may or may not know.
 *
 * @param group of the API
 * @param version of the API that we write
 * @param kind as manifests write it
 * @param plural as URLs write it
 */
public record ApiKind(String group, String version, String kind, String plural) {

  /** What the operator is for. */
  public static final ApiKind COLLECTOR =
      new ApiKind(
          "opentelemetry.io", "v1beta1", "OpenTelemetryCollector", "opentelemetrycollectors");

  /** What shares out targets of scrapes among collectors. */
  public static final ApiKind TARGET_ALLOCATOR =
      new ApiKind("opentelemetry.io", "v1alpha1", "TargetAllocator", "targetallocators");

  /** What tells an OpAMP server of collectors. */
  public static final ApiKind OPAMP_BRIDGE =
      new ApiKind("opentelemetry.io", "v1alpha1", "OpAMPBridge", "opampbridges");

  /** What sets the agents of a namespace's pods. */
  public static final ApiKind INSTRUMENTATION =
      new ApiKind("opentelemetry.io", "v1alpha1", "Instrumentation", "instrumentations");

  /** The telemetry of a whole cluster. */
  public static final ApiKind CLUSTER_OBSERVABILITY =
      new ApiKind("opentelemetry.io", "v1alpha1", "ClusterObservability", "clusterobservabilities");

  /** What tells the Prometheus operator of a Service with metrics. */
  public static final ApiKind SERVICE_MONITOR =
      new ApiKind("monitoring.coreos.com", "v1", "ServiceMonitor", "servicemonitors");

  /** What cert-manager signs with. */
  public static final ApiKind ISSUER = new ApiKind("cert-manager.io", "v1", "Issuer", "issuers");

  /** What cert-manager keeps in a Secret. */
  public static final ApiKind CERTIFICATE =
      new ApiKind("cert-manager.io", "v1", "Certificate", "certificates");

  /** Group and version as manifests write them. */
  public String apiVersion() {
    return group + "/" + version;
  }
}
