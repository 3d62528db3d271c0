// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.cluster.OwnedObjects;
import io.otelop.cluster.OwnedObjects.Owner;
import io.otelop.collector.child.Children;
import io.otelop.collector.child.CollectorCheck;
import io.otelop.collector.rollout.Revision;
import io.otelop.collector.rollout.Running;
import io.otelop.collector.rollout.Step;
import io.otelop.collector.rollout.Step.Hold;
import io.otelop.collector.rollout.Verdict;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.naming.Labels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets a new revision of a collector replace one that has ready pods only after the collector's own
 * program has checked it, in a pod that lives as long as the check. What was refused is remembered
 * in the status, so it is checked once. Where no pod is ready nothing can be lost, and nothing is
 * checked.
 */
final class RevisionGate {

  /** How soon a check is tried again that could not run. */
  static final Duration RETRY = Duration.ofMinutes(5);

  /** How soon the pod goes that said that a revision is bad. */
  private static final Duration CLEANED_UP = Duration.ofSeconds(1);

  private final OwnedObjects owned;
  private final boolean checksConfigs;
  private final Clock clock;

  /**
   * A gate.
   *
   * @param checksConfigs whether the operator may make the pods for it
   */
  RevisionGate(OwnedObjects owned, boolean checksConfigs, Clock clock) {
    this.owned = owned;
    this.checksConfigs = checksConfigs;
    this.clock = clock;
  }

  /** The revision that the pods run, if there are any. */
  static Optional<Running> running(List<HasMetadata> observed) {
    return ObservedWorkload.among(observed.stream())
        .map(
            pods ->
                new Running(
                    pods.configHash(),
                    pods.image(),
                    configMap(observed, pods.configMap())
                        .map(it -> it.getMetadata().getAnnotations())
                        .map(annotations -> annotations.get(Labels.REVISION))
                        .flatMap(Revision::parse)));
  }

  /** What may become of a collector; starts a check where one is needed. */
  Step step(
      OpenTelemetryCollector resource,
      EffectiveCollector wanted,
      Owner owner,
      List<HasMetadata> observed) {
    var pods = ObservedWorkload.among(observed.stream());
    var running = running(observed);
    if (!Running.isChecked(wanted) || running.filter(it -> it.isSameAs(wanted)).isPresent()) {
      return new Step.Roll();
    }
    var revision = Revision.of(wanted).hashWith(wanted.configHash());
    var refusal = refusal(resource, revision);
    if (refusal.isPresent()) {
      return new Hold(Hold.Reason.INVALID, refusal.get(), revision);
    }
    if (pods.isEmpty() || pods.get().ready() == 0) {
      return new Step.Roll();
    }
    return switch (verdict(wanted, revision, owner, observed)) {
      case Verdict.Valid _ -> new Step.Roll();
      case Verdict.Pending _ -> new Hold(Hold.Reason.BEING_CHECKED, "", revision);
      case Verdict.Invalid(var message) -> new Hold(Hold.Reason.INVALID, message, revision);
      case Verdict.Impossible(var why, _) ->
          Running.outlivesARollout(wanted, tellsReadiness(wanted))
              ? new Step.RollUnchecked(why)
              : new Hold(Hold.Reason.NOT_CHECKED, why, revision);
    };
  }

  /** It is the new pods that must tell: old ones go as soon as these count as ready. */
  private static boolean tellsReadiness(EffectiveCollector wanted) {
    return ObservedWorkload.among(Children.of(wanted).stream())
        .filter(ObservedWorkload::tellsReadiness)
        .isPresent();
  }

  /**
   * Whether a step still needs an observed object that is none of the collector's children. A
   * refusal is in the status before the pod goes that said it.
   */
  boolean isNeeded(
      HasMetadata object, OpenTelemetryCollector resource, EffectiveCollector wanted, Step step) {
    if (!(step instanceof Hold(_, _, var revision))
        || CollectorStatus.isKnownToBeRefused(resource, revision)) {
      return false;
    }
    return object.getMetadata().getName().equals(CollectorCheck.name(wanted, revision))
        && !(object instanceof Pod pod && isWorn(pod));
  }

  /** When to look at a step again, where nothing else may happen before. */
  static Optional<Duration> next(OpenTelemetryCollector resource, Step step) {
    if (!(step instanceof Hold(var reason, _, var revision))) {
      return Optional.empty();
    }
    return switch (reason) {
      case BEING_CHECKED -> Optional.of(Verdict.PATIENCE.plusSeconds(1));
      case NOT_CHECKED -> Optional.of(RETRY.plusSeconds(1));
      case INVALID ->
          CollectorStatus.isKnownToBeRefused(resource, revision)
              ? Optional.empty()
              : Optional.of(CLEANED_UP);
    };
  }

  private Verdict verdict(
      EffectiveCollector wanted, String revision, Owner owner, List<HasMetadata> observed) {
    if (!checksConfigs) {
      return new Verdict.Impossible("the operator may not make pods", false);
    }
    var name = CollectorCheck.name(wanted, revision);
    var pod =
        observed.stream()
            .filter(Pod.class::isInstance)
            .filter(it -> it.getMetadata().getName().equals(name))
            .findFirst();
    if (pod.isPresent()) {
      return Verdict.of((Pod) pod.get(), clock.instant());
    }
    try {
      var configMap = configMap(observed, name);
      var report =
          owned.sync(
              owner,
              CollectorCheck.of(wanted, revision),
              configMap.<List<HasMetadata>>map(List::of).orElseGet(List::of));
      return report.foreign().isEmpty()
          ? new Verdict.Pending()
          : new Verdict.Impossible(report.foreign() + " are somebody else's", false);
    } catch (KubernetesClientException refused) {
      if (refused.getStatus() == null || refused.getCode() >= 500) {
        throw refused;
      }
      return new Verdict.Impossible(String.valueOf(refused.getStatus().getMessage()), true);
    }
  }

  /** Whether a pod that will never tell has been there long enough for another try. */
  private boolean isWorn(Pod pod) {
    var now = clock.instant();
    return Verdict.of(pod, now) instanceof Verdict.Impossible(_, var isOver)
        && isOver
        && Instant.parse(pod.getMetadata().getCreationTimestamp()).plus(RETRY).isBefore(now);
  }

  /** What the collector said when it refused this revision before. */
  private static Optional<String> refusal(OpenTelemetryCollector resource, String revision) {
    var status = resource.getStatus();
    if (status == null || !revision.equals(status.rejectedRevision())) {
      return Optional.empty();
    }
    return conditions(status.conditions()).stream()
        .filter(it -> it.getType().equals(CollectorStatus.CONFIG_VALID))
        .filter(it -> it.getReason().equals(CollectorReason.ConfigRefused.code()))
        .map(Condition::getMessage)
        .findFirst();
  }

  private static List<Condition> conditions(@Nullable List<Condition> given) {
    return Objects.requireNonNullElse(given, List.of());
  }

  private static Optional<HasMetadata> configMap(List<HasMetadata> observed, String name) {
    return observed.stream()
        .filter(ConfigMap.class::isInstance)
        .filter(it -> it.getMetadata().getName().equals(name))
        .findFirst();
  }
}
