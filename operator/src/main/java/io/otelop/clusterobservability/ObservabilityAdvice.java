// SPDX-License-Identifier: Apache-2.0
package io.otelop.clusterobservability;

import io.otelop.reason.Advice;

/** What to do about the reasons of a cluster's telemetry. */
public final class ObservabilityAdvice {

  private static final String DESCRIBE =
      "kubectl -n {namespace} describe clusterobservability {name}";

  private ObservabilityAdvice() {}

  /** The advice for a reason. */
  public static Advice of(ObservabilityReason reason) {
    return switch (reason) {
      case ObservabilityReady, ObservabilityConfigured, NoOtherObservability ->
          Advice.none("The telemetry of the cluster is as it should be");
      case PartsNotReady ->
          new Advice(
              "A part of the cluster's telemetry is not ready",
              "kubectl -n {namespace} get opentelemetrycollectors,instrumentations -l"
                  + " app.kubernetes.io/instance={namespace}.{name}");
      case ObservabilityConflict ->
          new Advice(
              "A ClusterObservability does nothing, since there is an older one",
              "kubectl get clusterobservabilities --all-namespaces");
      case InvalidObservability ->
          new Advice(
              "A ClusterObservability, or a change of it, has no effect",
              "kubectl -n {namespace} edit clusterobservability {name}");
      case ObservabilityObjectTaken ->
          new Advice("An object that it needs belongs to somebody else", DESCRIBE);
      case ObservabilityFailed ->
          new Advice("The API server refuses an object that it needs", DESCRIBE);
    };
  }
}
