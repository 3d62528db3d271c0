// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.otelop.reason.Reason;
import io.otelop.reason.Severity;

/** How an Instrumentation stands, and why workloads are, or are not, restarted for it. */
public enum LifeReason implements Reason {
  Usable(Severity.INFO, ""),

  NoOverlap(Severity.INFO, ""),

  NothingReferenced(Severity.INFO, ""),
  ReferencesFound(Severity.INFO, ""),
  ReferencesUnknown(
      Severity.INFO, "let the operator get them, by the chart's value manager.exporterTlsSecrets"),

  PodsCounted(Severity.INFO, ""),
  PodsNotCountedYet(Severity.INFO, ""),
  PodsNotReadable(Severity.WARNING, "let the operator get and list pods"),

  ImageUpgraded(Severity.INFO, ""),
  WorkloadRestarted(Severity.INFO, ""),
  RestartStopped(
      Severity.WARNING,
      "see why the workload does not come back, then set the annotation"
          + " operator.opentelemetry.io/continue-restart to another value"),
  RestartTimedOut(Severity.WARNING, "see why its pods do not become ready"),
  RestartWithoutEffect(Severity.WARNING, "see whether the API server reaches the webhook"),
  WorkloadUnhealthy(Severity.INFO, ""),
  DisruptionBudgetExhausted(Severity.INFO, "let the budget allow more, or restart it yourself"),
  NoRollout(Severity.INFO, "create its pods anew yourself"),
  RestartNotPermitted(
      Severity.WARNING, "let the operator patch it, and restart by --enable-workload-restarts");

  private final Severity severity;
  private final String remedy;

  LifeReason(Severity severity, String remedy) {
    this.severity = severity;
    this.remedy = remedy;
  }

  @Override
  public Severity severity() {
    return severity;
  }

  @Override
  public String remedy() {
    return remedy;
  }
}
