// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.otelop.reason.Advice;

/**
 * What to do about the reasons of an Instrumentation's life. A command is about the Instrumentation
 * where a condition has the reason, and about the workload where that is, or is not, restarted.
 */
public final class LifeAdvice {

  private static final String UPGRADE =
      "helm upgrade opentelemetry-operator CHART --reuse-values --set ";
  private static final String LOOK = "kubectl -n {namespace} rollout status {kind} {name}";

  private LifeAdvice() {}

  /** The advice for a reason. */
  public static Advice of(LifeReason reason) {
    return switch (reason) {
      case Usable -> Advice.none("The condition Ready is True: pods can be instrumented by it");
      case NoOverlap ->
          Advice.none("The condition SelectorDisjoint is True: no other one selects its pods");
      case NothingReferenced ->
          Advice.none("The condition ReferencesResolved is True: the spec names no other object");
      case ReferencesFound ->
          Advice.none("The condition ReferencesResolved is True: what the spec names is there");
      case ReferencesUnknown ->
          new Advice(
              "The condition ReferencesResolved is Unknown: the operator may not look",
              UPGRADE + "'manager.exporterTlsSecrets={SECRET}'");
      case PodsCounted -> Advice.none("The condition PodsCounted is True");
      case PodsNotCountedYet ->
          Advice.none("The condition PodsCounted is Unknown for some seconds after the start");
      case PodsNotReadable ->
          new Advice(
              "The status has no numbers of pods, and nothing is restarted",
              "kubectl auth can-i list pods --as"
                  + " system:serviceaccount:opentelemetry-operator-system:opentelemetry-operator");
      case ImageUpgraded ->
          Advice.none("The image of an agent has changed, and nobody wrote it into the spec");
      case WorkloadRestarted ->
          Advice.none("Pods of a workload are replaced, and nobody has changed it");
      case RestartStopped ->
          new Advice(
              "Workloads are outdated, and no more of them are restarted",
              "kubectl -n {namespace} annotate {kind} {name}"
                  + " operator.opentelemetry.io/continue-restart=\"$(date)\" --overwrite");
      case RestartTimedOut ->
          new Advice("A workload that was restarted does not become ready", LOOK);
      case RestartWithoutEffect ->
          new Advice("A workload was restarted, and its pods are as before", "kubectl otel check");
      case WorkloadUnhealthy ->
          new Advice("A workload is outdated and waits, since not all of its pods are well", LOOK);
      case DisruptionBudgetExhausted ->
          new Advice(
              "A workload is outdated and waits for its PodDisruptionBudget",
              "kubectl -n {namespace} get poddisruptionbudgets");
      case NoRollout ->
          Advice.none("A Job, a pod without owner, or a workload that keeps its pods is outdated");
      case RestartNotPermitted ->
          new Advice(
              "Workloads are outdated, and none is restarted although the Instrumentation says so",
              UPGRADE + "manager.autoInstrumentation.restarts.enabled=true");
    };
  }
}
