// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.otelop.cluster.ObjectKey;
import io.otelop.collector.child.Children;
import io.otelop.collector.rollout.Step;
import io.otelop.collector.upgrade.Upgrade;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.collector.OpenTelemetryCollectorStatus;
import io.otelop.crds.collector.ScaleSubresourceStatus;
import io.otelop.reason.Conditions;
import io.otelop.reason.Finding;
import io.otelop.reason.Reason;
import io.otelop.reason.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The status of a collector. Pure: equal inputs give an equal status, so no write. {@code Ready}
 * means that all wanted pods run the wanted revision and are ready. Rules: collector.md 1.3; the
 * meaning of Ready is ours.
 */
final class CollectorStatus {

  private static final String READY = "Ready";
  private static final String PROGRESSING = "Progressing";
  private static final String DEGRADED = "Degraded";

  /** Whether the config is good, and may reach the pods. */
  static final String CONFIG_VALID = "ConfigValid";

  /** The conditions that a collector has. */
  static final List<String> CONDITIONS = List.of(READY, PROGRESSING, CONFIG_VALID, DEGRADED);

  private CollectorStatus() {}

  /** The status after the children were made as far as they may be. */
  static OpenTelemetryCollectorStatus of(
      OpenTelemetryCollector resource, Situation situation, Instant now) {
    var generation = resource.getMetadata().getGeneration();
    var previous = previous(resource);
    var wanted = situation.wanted();
    var conditions =
        List.of(
            ready(situation, generation),
            progressing(situation, generation),
            configValid(resource, situation, generation),
            degraded(situation, generation));
    var hold = situation.step() instanceof Step.Hold it ? it : null;
    return new OpenTelemetryCollectorStatus(
        scale(Children.labels(wanted), situation.pods()),
        version(resource, wanted.facts().version()),
        situation
            .pods()
            .map(ObservedWorkload::image)
            .filter(image -> !image.isEmpty())
            .orElse(hold == null || previous == null ? null : previous.image()),
        generation,
        Conditions.merge(conditions(previous), conditions, now),
        hold == null
            ? wanted.configMap()
            : situation
                .pods()
                .map(ObservedWorkload::configMap)
                .orElse(previous == null ? null : previous.configRevision()),
        hold == null || hold.reason() != Step.Hold.Reason.INVALID ? null : hold.revision(),
        Upgrade.from(wanted.spec(), previous, wanted.facts().version()).orElse(null));
  }

  /** The collector version that a spec is read for; a newer operator's stays. */
  static String version(OpenTelemetryCollector resource, String today) {
    var previous = previous(resource);
    var noted = previous == null ? null : previous.version();
    return noted == null
            || noted.isEmpty()
            || Upgrade.from(resource.getSpec(), previous, today).isPresent()
        ? today
        : noted;
  }

  /** For how long the status has been saying that the collector is not ready. */
  static Duration unready(OpenTelemetryCollector resource, Instant now) {
    return conditions(previous(resource)).stream()
        .filter(it -> it.getType().equals(READY) && it.getStatus().equals("False"))
        .map(it -> Duration.between(Instant.parse(it.getLastTransitionTime()), now))
        .findFirst()
        .orElse(Duration.ZERO);
  }

  /** Whether the status already says that the collector refuses this revision. */
  static boolean isKnownToBeRefused(OpenTelemetryCollector resource, String revision) {
    var previous = previous(resource);
    return previous != null && revision.equals(previous.rejectedRevision());
  }

  /** The status where the custom resource cannot be made; what runs stays and is told of. */
  static OpenTelemetryCollectorStatus rejected(
      OpenTelemetryCollector resource,
      List<Finding> findings,
      Optional<ObservedWorkload> workload,
      Instant now) {
    var generation = resource.getMetadata().getGeneration();
    var message =
        findings.stream()
            .filter(finding -> finding.reason().severity() == Severity.ERROR)
            .map(Finding::sentence)
            .collect(Collectors.joining(". "));
    var isReady = workload.map(ObservedWorkload::isReady).orElse(false);
    var conditions =
        List.of(
            Conditions.of(
                READY,
                false,
                CollectorReason.InvalidConfig,
                isReady
                    ? "the last good revision keeps running; see ConfigValid"
                    : "no good revision is running; see ConfigValid",
                generation),
            Conditions.of(CONFIG_VALID, false, CollectorReason.InvalidConfig, message, generation));
    return withConditions(resource, conditions, workload, now);
  }

  /** The status where the API server refused something. */
  static OpenTelemetryCollectorStatus failed(
      OpenTelemetryCollector resource, String message, Instant now) {
    var generation = resource.getMetadata().getGeneration();
    var conditions =
        List.of(Conditions.of(READY, false, CollectorReason.ReconcileFailed, message, generation));
    return withConditions(resource, conditions, Optional.empty(), now);
  }

  private static OpenTelemetryCollectorStatus withConditions(
      OpenTelemetryCollector resource,
      List<Condition> conditions,
      Optional<ObservedWorkload> workload,
      Instant now) {
    var previous = previous(resource);
    return new OpenTelemetryCollectorStatus(
        workload.isPresent()
            ? scale(workload.get().labels(), workload)
            : previous == null ? null : previous.scale(),
        previous == null ? null : previous.version(),
        previous == null ? null : previous.image(),
        resource.getMetadata().getGeneration(),
        Conditions.merge(conditions(previous), conditions, now),
        previous == null ? null : previous.configRevision(),
        null,
        previous == null ? null : previous.upgradedFrom());
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
      OpenTelemetryCollector resource, Situation situation, long generation) {
    return switch (situation.step()) {
      case Step.Roll _ ->
          unchecked(resource, situation, generation)
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
      OpenTelemetryCollector resource, Situation situation, long generation) {
    var previous = previous(resource);
    if (previous == null
        || situation.isReady()
        || !situation.wanted().configMap().equals(previous.configRevision())) {
      return Optional.empty();
    }
    return conditions(previous).stream()
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

  /** With all labels of the pods as the selector, collector.md 1.3. */
  private static ScaleSubresourceStatus scale(
      Map<String, String> labels, Optional<ObservedWorkload> workload) {
    return workload
        .map(
            pods ->
                new ScaleSubresourceStatus(
                    selector(labels), pods.current(), pods.ready() + "/" + pods.wanted()))
        .orElseGet(() -> new ScaleSubresourceStatus("", 0, null));
  }

  private static String selector(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(","));
  }

  private static @Nullable OpenTelemetryCollectorStatus previous(OpenTelemetryCollector resource) {
    return resource.getStatus();
  }

  private static List<Condition> conditions(@Nullable OpenTelemetryCollectorStatus previous) {
    return previous == null
        ? List.of()
        : Objects.requireNonNullElse(previous.conditions(), List.of());
  }
}
