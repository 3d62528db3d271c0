// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.otelop.cluster.EventSink;
import io.otelop.cluster.SyncReport;
import io.otelop.collector.rollout.Step;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.util.List;

/**
 * What is told of a collector in Events: what somebody should look at, and nothing that every
 * reconcile does.
 */
record CollectorEvents(EventSink sink) {

  /** What a reconcile has come upon. */
  void of(
      OpenTelemetryCollector resource, EffectiveCollector wanted, SyncReport report, Step step) {
    var status = resource.getStatus();
    var today = wanted.facts().defaults().version();
    if (status != null
        && status.version() != null
        && !CollectorStatus.version(resource, today).equals(status.version())) {
      sink.send(resource, EffectiveCollector.upgraded(status.version(), today));
    }
    for (var object : report.foreign()) {
      sink.send(
          resource,
          Finding.of(
              CollectorReason.ForeignObject,
              "",
              "",
              object + " exists already and is not this collector's"));
    }
    if (step instanceof Step.Hold(var reason, var message, var revision)
        && reason == Step.Hold.Reason.INVALID
        && !CollectorStatus.isKnownToBeRefused(resource, revision)) {
      sink.send(resource, Finding.of(CollectorReason.ConfigRefused, "spec.config", "", message));
    }
  }

  /** The API server has refused something. */
  void ofFailure(OpenTelemetryCollector resource, String message) {
    sink.send(
        resource,
        Finding.of(CollectorReason.ReconcileFailed, "", "", "reconcile failed: " + message));
  }

  /** The custom resource cannot be made. */
  void ofRejection(OpenTelemetryCollector resource, List<Finding> findings) {
    findings.stream()
        .filter(finding -> finding.reason().severity() == Severity.ERROR)
        .forEach(finding -> sink.send(resource, finding));
  }
}
