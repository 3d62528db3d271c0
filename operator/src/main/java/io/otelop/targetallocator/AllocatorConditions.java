// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.otelop.child.DeploymentProgress;
import io.otelop.cluster.SyncReport;
import io.otelop.crds.targetallocator.AllocatorStatus;
import io.otelop.crds.targetallocator.TargetAllocator;
import io.otelop.reason.Conditions;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The status of a target allocator. Pure: equal inputs give an equal status, so no write. {@code
 * Ready} means that all wanted pods are of the newest template and are ready.
 */
final class AllocatorConditions {

  static final String READY = "Ready";
  static final String HAS_COLLECTOR = "HasCollector";

  private AllocatorConditions() {}

  /**
   * The status after the children were made.
   *
   * @param objects that it owns, the newest first
   */
  static AllocatorStatus of(
      TargetAllocator resource,
      EffectiveAllocator allocator,
      SyncReport report,
      List<HasMetadata> objects,
      Instant now) {
    var generation = resource.getMetadata().getGeneration();
    var conditions = new ArrayList<Condition>();
    conditions.add(ready(allocator, report, objects, generation));
    conditions.add(
        allocator
            .collector()
            .map(
                it ->
                    Conditions.of(
                        HAS_COLLECTOR,
                        true,
                        AllocatorReason.CollectorFound,
                        "the pods of the collector " + it.name() + " get the targets",
                        generation))
            .orElseGet(
                () ->
                    Conditions.of(
                        HAS_COLLECTOR,
                        false,
                        AllocatorReason.NoCollector,
                        "no collector names it, so nobody gets the targets; "
                            + AllocatorReason.NoCollector.remedy(),
                        generation)));
    var isOurImage = allocator.image().equals(allocator.facts().defaults().image());
    return new AllocatorStatus(
        generation,
        Conditions.merge(previous(resource), conditions, now),
        isOurImage ? allocator.facts().defaults().version() : null,
        allocator.image());
  }

  /** The status where the custom resource cannot be made; what runs stays. */
  static AllocatorStatus rejected(TargetAllocator resource, List<Finding> findings, Instant now) {
    var several =
        findings.stream()
            .filter(it -> it.reason() == AllocatorReason.SeveralCollectors)
            .findFirst();
    var reason =
        several.isPresent() ? AllocatorReason.SeveralCollectors : AllocatorReason.InvalidAllocator;
    return failed(
        resource,
        reason,
        findings.stream()
            .filter(it -> it.reason().severity() == Severity.ERROR)
            .map(Finding::sentence)
            .collect(Collectors.joining(". ")),
        now);
  }

  /** The status where it is not as it is wanted. */
  static AllocatorStatus failed(
      TargetAllocator resource, AllocatorReason reason, String message, Instant now) {
    var generation = resource.getMetadata().getGeneration();
    var before = resource.getStatus();
    return new AllocatorStatus(
        generation,
        Conditions.merge(
            previous(resource),
            List.of(Conditions.of(READY, false, reason, message, generation)),
            now),
        before == null ? null : before.version(),
        before == null ? null : before.image());
  }

  private static Condition ready(
      EffectiveAllocator allocator, SyncReport report, List<HasMetadata> objects, long generation) {
    if (!report.foreign().isEmpty()) {
      return Conditions.of(
          READY,
          false,
          AllocatorReason.AllocatorObjectTaken,
          report.foreign().getFirst() + " exists already and is not this target allocator's",
          generation);
    }
    var wanted = allocator.replicas();
    var progress = DeploymentProgress.of(objects, wanted);
    if (!progress.isDone()) {
      return Conditions.of(
          READY, false, AllocatorReason.AllocatorNotReady, progress.sentence(), generation);
    }
    return wanted == 0
        ? Conditions.of(
            READY, true, AllocatorReason.NoAllocatorWanted, "no pod is wanted", generation)
        : Conditions.of(
            READY, true, AllocatorReason.AllocatorReady, "all wanted pods are ready", generation);
  }

  private static List<Condition> previous(TargetAllocator resource) {
    var status = resource.getStatus();
    return status == null ? List.of() : Objects.requireNonNullElse(status.conditions(), List.of());
  }
}
