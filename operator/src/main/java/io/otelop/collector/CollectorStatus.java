// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.Condition;
import io.otelop.collector.child.Children;
import io.otelop.collector.rollout.Step;
import io.otelop.collector.upgrade.Upgrade;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.collector.OpenTelemetryCollectorStatus;
import io.otelop.crds.collector.ScaleSubresourceStatus;
import io.otelop.reason.Conditions;
import io.otelop.reason.Finding;
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

  static final String READY = "Ready";

  /** Whether the config is good, and may reach the pods. */
  static final String CONFIG_VALID = "ConfigValid";

  /** The conditions that a collector has. */
  static final List<String> CONDITIONS =
      List.of(READY, CollectorConditions.PROGRESSING, CONFIG_VALID, CollectorConditions.DEGRADED);

  private CollectorStatus() {}

  /** The status after the children were made as far as they may be. */
  static OpenTelemetryCollectorStatus of(
      OpenTelemetryCollector resource, Situation situation, Instant now) {
    var generation = resource.getMetadata().getGeneration();
    var previous = previous(resource);
    var wanted = situation.wanted();
    var conditions = CollectorConditions.of(situation, previous, generation);
    var hold = situation.step() instanceof Step.Hold it ? it : null;
    return new OpenTelemetryCollectorStatus(
        scale(Children.labels(wanted), situation.pods()),
        version(resource, wanted.facts().defaults().version()),
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
        Upgrade.from(wanted.spec(), previous, wanted.facts().defaults().version()).orElse(null));
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

  static List<Condition> conditions(@Nullable OpenTelemetryCollectorStatus previous) {
    return previous == null
        ? List.of()
        : Objects.requireNonNullElse(previous.conditions(), List.of());
  }
}
