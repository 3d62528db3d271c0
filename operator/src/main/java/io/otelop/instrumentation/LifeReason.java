// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import static io.otelop.reason.Meaning.info;
import static io.otelop.reason.Meaning.warning;

import io.otelop.reason.Meaning;
import io.otelop.reason.Reason;

/** How an Instrumentation stands, and why workloads are, or are not, restarted for it. */
public enum LifeReason implements Reason {
  Usable(info()),

  NoOverlap(info()),

  NothingReferenced(info()),
  ReferencesFound(info()),
  ReferencesUnknown(
      info("let the operator get them, by the chart's value manager.exporterTlsSecrets")),

  PodsCounted(info()),
  PodsNotCountedYet(info()),
  PodsNotReadable(warning("let the operator get and list pods")),

  ImageUpgraded(info()),
  WorkloadRestarted(info()),
  RestartStopped(
      warning(
          "see why the workload does not come back, then set the annotation"
              + " operator.opentelemetry.io/continue-restart to another value")),
  RestartTimedOut(warning("see why its pods do not become ready")),
  RestartWithoutEffect(warning("see whether the API server reaches the webhook")),
  WorkloadUnhealthy(info()),
  DisruptionBudgetExhausted(info("let the budget allow more, or restart it yourself")),
  NoRollout(info("create its pods anew yourself")),
  RestartNotPermitted(
      warning("let the operator patch it, and restart by --enable-workload-restarts"));

  private final Meaning meaning;

  LifeReason(Meaning meaning) {
    this.meaning = meaning;
  }

  @Override
  public Meaning meaning() {
    return meaning;
  }
}
