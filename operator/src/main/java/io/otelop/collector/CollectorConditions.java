// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import static io.otelop.collector.CollectorStatus.CONFIG_VALID;
import static io.otelop.collector.CollectorStatus.READY;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.otelop.cluster.ObjectKey;
import io.otelop.collector.rollout.Step;
import io.otelop.crds.collector.OpenTelemetryCollectorStatus;
import io.otelop.reason.Conditions;
import io.otelop.reason.Finding;
import io.otelop.reason.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a situation is called in the conditions of a collector. Pure. */
final class CollectorConditions {

  static final String PROGRESSING = "Progressing";
  static final String DEGRADED = "Degraded";

  private CollectorConditions() {}

  /**
   * All four of them.
   *
   * @param previous the status so far
   * @param generation of the custom resource
   */
  static List<Condition> of(
      Situation situation, @Nullable OpenTelemetryCollectorStatus previous, long generation) {
    return List.of(
        ready(situation, generation),
        progressing(situation, generation),
        configValid(situation, previous, generation),
        degraded(situation, generation));
  }

  private static Condition ready(Situation situation, long generation) {
    var foreign = situation.report().foreign();
    if (!foreign.isEmpty()) {
      var names = foreign.stream().map(ObjectKey::toString).collect(Collectors.joining(", "));
      return condition(
          READY,
          false,
          CollectorReason.ForeignObject,
          "exists already and is not this collector's: " + names,
          generation);
    }
    if (!situation.wanted().hasWorkload()) {
      return condition(
          READY,
          true,
          CollectorReason.SidecarMode,
          "runs as a sidecar in the pods that ask for it",
          generation);
    }
    var pods = situation.pods().orElse(null);
    if (pods != null && situation.isReady()) {
      var reason = pods.wanted() == 0 ? CollectorReason.NoPodsWanted : CollectorReason.PodsReady;
      return condition(
          READY,
          true,
          reason,
          "%d of %d pods ready".formatted(pods.ready(), pods.wanted()),
          generation);
    }
    if (pods != null && situation.step() instanceof Step.Hold) {
      return condition(
          READY,
          false,
          CollectorReason.RevisionHeldBack,
          "the last good revision keeps running, %d of %d pods ready; see ConfigValid"
              .formatted(pods.ready(), pods.wanted()),
          generation);
    }
    var message =
        pods == null
            ? "no pods yet"
            : "%d of %d pods ready, %d of the newest revision"
                .formatted(pods.ready(), pods.wanted(), pods.updated());
    return condition(READY, false, CollectorReason.PodsNotReady, message, generation);
  }

  private static Condition progressing(Situation situation, long generation) {
    var revision = situation.wanted().configMap();
    if (situation.step() instanceof Step.Hold(var reason, _, _)) {
      var isChecked = reason == Step.Hold.Reason.BEING_CHECKED;
      return condition(
          PROGRESSING,
          isChecked,
          isChecked ? CollectorReason.ConfigBeingChecked : CollectorReason.RevisionHeldBack,
          "the revision " + revision + (isChecked ? " is being checked" : " is held back"),
          generation);
    }
    return situation.isSettled()
        ? condition(
            PROGRESSING,
            false,
            CollectorReason.Settled,
            "all pods are of the revision " + revision,
            generation)
        : condition(
            PROGRESSING,
            true,
            CollectorReason.Progressing,
            "pods are being replaced by the revision " + revision,
            generation);
  }

  private static Condition configValid(
      Situation situation, @Nullable OpenTelemetryCollectorStatus previous, long generation) {
    return switch (situation.step()) {
      case Step.Roll _ ->
          unchecked(situation, previous, generation)
              .orElseGet(
                  () ->
                      condition(
                          CONFIG_VALID,
                          true,
                          CollectorReason.ConfigAccepted,
                          "the config was accepted",
                          generation));
      case Step.RollUnchecked(var why) ->
          unknown(
              CollectorReason.ConfigNotChecked,
              "not checked, but rolled out, because the old pods stay until new ones are ready: "
                  + why,
              generation);
      case Step.Hold(var reason, var message, _) ->
          switch (reason) {
            case INVALID ->
                condition(CONFIG_VALID, false, CollectorReason.ConfigRefused, message, generation);
            case BEING_CHECKED ->
                unknown(
                    CollectorReason.ConfigBeingChecked,
                    "the collector's own check is under way",
                    generation);
            case NOT_CHECKED ->
                unknown(
                    CollectorReason.ConfigNotChecked,
                    Finding.of(
                            CollectorReason.ConfigNotChecked,
                            "",
                            "",
                            "held back, because the check does not run: " + message)
                        .sentence(),
                    generation);
          };
    };
  }

  /** That a revision was not checked stays told until its pods have proven it. */
  private static Optional<Condition> unchecked(
      Situation situation, @Nullable OpenTelemetryCollectorStatus previous, long generation) {
    if (previous == null
        || situation.isReady()
        || !situation.wanted().configMap().equals(previous.configRevision())) {
      return Optional.empty();
    }
    return CollectorStatus.conditions(previous).stream()
        .filter(it -> it.getType().equals(CONFIG_VALID))
        .filter(it -> it.getReason().equals(CollectorReason.ConfigNotChecked.code()))
        .findFirst()
        .map(it -> unknown(CollectorReason.ConfigNotChecked, it.getMessage(), generation));
  }

  private static Condition degraded(Situation situation, long generation) {
    if (situation.troubles().isEmpty()) {
      return condition(
          DEGRADED, false, CollectorReason.NoPodFails, "no pod is known to fail", generation);
    }
    var message =
        situation.troubles().stream().map(Finding::sentence).collect(Collectors.joining(". "));
    return condition(DEGRADED, true, situation.troubles().getFirst().reason(), message, generation);
  }

  private static Condition unknown(Reason reason, String message, long generation) {
    return new ConditionBuilder(Conditions.of(CONFIG_VALID, false, reason, message, generation))
        .withStatus("Unknown")
        .build();
  }

  private static Condition condition(
      String type, boolean isTrue, Reason reason, String message, long generation) {
    return Conditions.of(type, isTrue, reason, message, generation);
  }
}
