// SPDX-License-Identifier: Apache-2.0
package io.otelop.clusterobservability;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.otelop.child.ApiKind;
import io.otelop.cluster.SyncReport;
import io.otelop.clusterobservability.child.ObservabilityChildren;
import io.otelop.crds.clusterobservability.ClusterObservability;
import io.otelop.crds.clusterobservability.ClusterObservabilityStatus;
import io.otelop.crds.clusterobservability.ClusterObservabilityStatus.Part;
import io.otelop.reason.Conditions;
import io.otelop.reason.Finding;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The status of a ClusterObservability. Pure: equal inputs give an equal status, so no write.
 * Phases and types of conditions: targetallocator-opamp-ops.md C.
 */
final class ObservabilityConditions {

  static final String READY = "Ready";
  static final String CONFIGURED = "Configured";
  static final String CONFLICTED = "Conflicted";

  private static final String PENDING = "Pending";
  private static final String DEGRADED = "Degraded";

  private ObservabilityConditions() {}

  /**
   * The status after all was made.
   *
   * @param objects that it owns, the newest first
   */
  static ClusterObservabilityStatus of(
      ClusterObservability resource,
      EffectiveObservability observability,
      SyncReport report,
      List<HasMetadata> objects,
      Instant now) {
    var generation = generation(resource);
    if (!report.foreign().isEmpty()) {
      return failed(
          resource,
          ObservabilityReason.ObservabilityObjectTaken,
          report.foreign().getFirst() + " exists already and is somebody else's",
          now);
    }
    var parts = new TreeMap<String, Part>();
    ObservabilityChildren.parts(observability)
        .forEach(
            (name, part) -> parts.put(name, part(resource, name, missing(part, objects), now)));
    var waiting =
        parts.entrySet().stream()
            .filter(it -> !Boolean.TRUE.equals(it.getValue().ready()))
            .map(it -> it.getKey() + ": " + it.getValue().message())
            .collect(Collectors.joining("; "));
    var isReady = waiting.isEmpty();
    var message = isReady ? "all parts are ready" : waiting;
    var reason =
        isReady ? ObservabilityReason.ObservabilityReady : ObservabilityReason.PartsNotReady;
    return status(
        resource,
        isReady ? READY : PENDING,
        message,
        List.of(
            Conditions.of(
                CONFIGURED,
                true,
                ObservabilityReason.ObservabilityConfigured,
                "all objects are made",
                generation),
            Conditions.of(READY, isReady, reason, message, generation),
            Conditions.of(
                CONFLICTED,
                false,
                ObservabilityReason.NoOtherObservability,
                "none is older",
                generation)),
        parts,
        now);
  }

  /** The status of one that does not count, since there is an older one. */
  static ClusterObservabilityStatus conflicted(
      ClusterObservability resource, Finding why, Instant now) {
    var generation = generation(resource);
    var message = why.sentence();
    return status(
        resource,
        CONFLICTED,
        message,
        List.of(
            Conditions.of(CONFIGURED, false, why.reason(), message, generation),
            Conditions.of(READY, false, why.reason(), message, generation),
            Conditions.of(CONFLICTED, true, why.reason(), message, generation)),
        null,
        now);
  }

  /** The status where nothing can be made of what is written; what runs stays. */
  static ClusterObservabilityStatus rejected(
      ClusterObservability resource, List<Finding> findings, Instant now) {
    return failed(
        resource,
        ObservabilityReason.InvalidObservability,
        findings.stream().map(Finding::sentence).collect(Collectors.joining(". ")),
        now);
  }

  /** The status where it is not as it is wanted. */
  static ClusterObservabilityStatus failed(
      ClusterObservability resource, ObservabilityReason reason, String message, Instant now) {
    var generation = generation(resource);
    var before = resource.getStatus();
    return status(
        resource,
        PENDING,
        message,
        List.of(
            Conditions.of(CONFIGURED, false, reason, message, generation),
            Conditions.of(READY, false, reason, message, generation)),
        before == null ? null : before.componentsStatus(),
        now);
  }

  private static ClusterObservabilityStatus status(
      ClusterObservability resource,
      String phase,
      String message,
      List<Condition> conditions,
      @Nullable Map<String, Part> parts,
      Instant now) {
    var before = resource.getStatus();
    var previous =
        before == null
            ? List.<Condition>of()
            : Objects.requireNonNullElse(before.conditions(), List.<Condition>of());
    return new ClusterObservabilityStatus(
        phase,
        message,
        generation(resource),
        Conditions.merge(previous, conditions, now),
        parts,
        before == null ? null : before.configVersions());
  }

  /** Why a part is not ready; empty where it is. */
  private static String missing(ObservabilityChildren.Part part, List<HasMetadata> objects) {
    var object =
        objects.stream()
            .filter(
                it ->
                    it.getKind().equals(part.kind().kind())
                        && it.getMetadata().getName().equals(part.name()))
            .findFirst()
            .orElse(null);
    if (object == null) {
      return "was made, and has not been seen yet";
    }
    if (!part.kind().equals(ApiKind.COLLECTOR)) {
      return "";
    }
    return object instanceof GenericKubernetesResource collector ? why(collector) : "";
  }

  /** What fails is told rather than how many pods do. */
  private static String why(GenericKubernetesResource collector) {
    List<Map<String, Object>> conditions =
        Objects.requireNonNullElse(collector.get("status", "conditions"), List.of());
    var ready = condition(conditions, READY, collector);
    if (ready == null) {
      return "nobody has told yet how it stands";
    }
    if ("True".equals(ready.get("status"))) {
      return "";
    }
    var degraded = condition(conditions, DEGRADED, collector);
    var told = degraded != null && "True".equals(degraded.get("status")) ? degraded : ready;
    return Objects.requireNonNullElse(told.get("message"), "is not ready").toString();
  }

  private static @Nullable Map<String, Object> condition(
      List<Map<String, Object>> conditions, String type, GenericKubernetesResource collector) {
    return conditions.stream()
        .filter(it -> type.equals(it.get("type")) && isOf(it, collector))
        .findFirst()
        .orElse(null);
  }

  private static boolean isOf(Map<String, Object> condition, GenericKubernetesResource collector) {
    return condition.get("observedGeneration") instanceof Number number
        && number.longValue()
            >= Objects.requireNonNullElse(collector.getMetadata().getGeneration(), 0L);
  }

  /** With the time at which it was first as it is. */
  private static Part part(
      ClusterObservability resource, String name, String missing, Instant now) {
    var isReady = missing.isEmpty();
    var message = isReady ? null : missing;
    var status = resource.getStatus();
    var before =
        status == null || status.componentsStatus() == null
            ? null
            : status.componentsStatus().get(name);
    var since =
        before != null
                && Objects.equals(before.ready(), isReady)
                && Objects.equals(before.message(), message)
            ? before.lastUpdated()
            : null;
    return new Part(
        isReady,
        message,
        Objects.requireNonNullElse(since, now.truncatedTo(ChronoUnit.SECONDS).toString()));
  }

  private static long generation(ClusterObservability resource) {
    return Objects.requireNonNullElse(resource.getMetadata().getGeneration(), 0L);
  }
}
