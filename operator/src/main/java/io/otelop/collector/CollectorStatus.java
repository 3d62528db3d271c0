// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.Condition;
import io.otelop.cluster.ObjectKey;
import io.otelop.cluster.SyncReport;
import io.otelop.collector.child.Children;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.collector.OpenTelemetryCollectorStatus;
import io.otelop.crds.collector.ScaleSubresourceStatus;
import io.otelop.reason.Conditions;
import io.otelop.reason.Finding;
import io.otelop.reason.Reason;
import io.otelop.reason.Severity;
import java.time.Instant;
import java.util.ArrayList;
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
  private static final String CONFIG_VALID = "ConfigValid";

  private CollectorStatus() {}

  /** The status after the children were made as wanted. */
  static OpenTelemetryCollectorStatus of(
      OpenTelemetryCollector resource,
      EffectiveCollector collector,
      SyncReport report,
      Optional<ObservedWorkload> workload,
      Instant now) {
    var generation = resource.getMetadata().getGeneration();
    var conditions = new ArrayList<Condition>();
    conditions.add(ready(collector, report, workload, generation));
    conditions.add(progressing(collector, workload, generation));
    conditions.add(
        Conditions.of(
            CONFIG_VALID,
            true,
            CollectorReason.ConfigAccepted,
            "the config was accepted",
            generation));
    var previous = previous(resource);
    return new OpenTelemetryCollectorStatus(
        scale(Children.labels(collector), workload),
        previous == null || isEmpty(previous.version())
            ? collector.facts().version()
            : previous.version(),
        workload.map(ObservedWorkload::image).filter(image -> !image.isEmpty()).orElse(null),
        generation,
        Conditions.merge(conditions(previous), conditions, now),
        collector.configMap());
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
        previous == null ? null : previous.configRevision());
  }

  private static Condition ready(
      EffectiveCollector collector,
      SyncReport report,
      Optional<ObservedWorkload> workload,
      long generation) {
    if (!report.foreign().isEmpty()) {
      var names =
          report.foreign().stream().map(ObjectKey::toString).collect(Collectors.joining(", "));
      return condition(
          READY,
          false,
          CollectorReason.ForeignObject,
          "exists already and is not this collector's: " + names,
          generation);
    }
    if (!collector.hasWorkload()) {
      return condition(
          READY,
          true,
          CollectorReason.SidecarMode,
          "runs as a sidecar in the pods that ask for it",
          generation);
    }
    var pods = workload.orElse(null);
    if (pods != null && pods.isReady() && pods.configHash().equals(collector.configHash())) {
      var reason = pods.wanted() == 0 ? CollectorReason.NoPodsWanted : CollectorReason.PodsReady;
      return condition(
          READY,
          true,
          reason,
          "%d of %d pods ready".formatted(pods.ready(), pods.wanted()),
          generation);
    }
    var message =
        pods == null
            ? "no pods yet"
            : "%d of %d pods ready, %d of the newest revision"
                .formatted(pods.ready(), pods.wanted(), pods.updated());
    return condition(READY, false, CollectorReason.PodsNotReady, message, generation);
  }

  private static Condition progressing(
      EffectiveCollector collector, Optional<ObservedWorkload> workload, long generation) {
    var isSettled =
        !collector.hasWorkload()
            || workload
                .filter(pods -> pods.isSettled() && pods.updated() >= pods.wanted())
                .filter(pods -> pods.current() == pods.wanted())
                .isPresent();
    return isSettled
        ? condition(
            PROGRESSING,
            false,
            CollectorReason.Settled,
            "all pods are of the revision " + collector.configMap(),
            generation)
        : condition(
            PROGRESSING,
            true,
            CollectorReason.Progressing,
            "pods are being replaced by the revision " + collector.configMap(),
            generation);
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

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }
}
