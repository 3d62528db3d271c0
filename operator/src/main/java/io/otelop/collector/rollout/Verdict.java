// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.rollout;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.otelop.naming.InjectedNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What a pod says that runs the collector's own check of a revision. */
public sealed interface Verdict {

  /** The collector takes the config. */
  record Valid() implements Verdict {}

  /**
   * The collector refuses it.
   *
   * @param message the collector's own words
   */
  record Invalid(String message) implements Verdict {}

  /** Nothing yet. */
  record Pending() implements Verdict {}

  /**
   * The check does not run.
   *
   * @param why a clause
   * @param isOver whether this pod will never tell, so that another one is needed
   */
  record Impossible(String why, boolean isOver) implements Verdict {}

  /** A pod that no node has taken, or that waits for a volume, may be waited for so long. */
  Duration PATIENCE = Duration.ofMinutes(2);

  /** Exit codes that no collector gives: not executable, not found, killed. */
  Set<Integer> NOT_THE_COLLECTORS = Set.of(126, 127, 128, 137, 143);

  /** What waits by itself no longer than any container. */
  Set<String> HARMLESS = Set.of("ContainerCreating", "PodInitializing");

  /**
   * What an observed pod says.
   *
   * @param now to tell how long it has been waiting
   */
  static Verdict of(Pod pod, Instant now) {
    var status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    var main =
        status.getContainerStatuses().stream()
            .filter(it -> it.getName().equals(InjectedNames.COLLECTOR))
            .findFirst();
    var ended = main.map(ContainerStatus::getState).map(state -> state.getTerminated());
    if (ended.isPresent()) {
      return of(ended.get());
    }
    if ("Failed".equals(status.getPhase())) {
      return new Impossible(
          "its pod failed: " + text(status.getReason()) + " " + text(status.getMessage()), true);
    }
    var stuck =
        Stream.concat(
                status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
            .filter(it -> it.getState() != null && it.getState().getWaiting() != null)
            .map(it -> it.getState().getWaiting())
            .filter(waiting -> waiting.getReason() != null)
            .filter(waiting -> !HARMLESS.contains(waiting.getReason()))
            .findFirst();
    if (stuck.isPresent()) {
      return new Impossible(sentence(stuck.get()), false);
    }
    var created = Instant.parse(pod.getMetadata().getCreationTimestamp());
    if (Duration.between(created, now).compareTo(PATIENCE) < 0) {
      return new Pending();
    }
    return new Impossible(unscheduled(status), false);
  }

  private static Verdict of(ContainerStateTerminated ended) {
    var message = text(ended.getMessage());
    var code = Objects.requireNonNullElse(ended.getExitCode(), 0);
    if (code == 0) {
      return new Valid();
    }
    if (NOT_THE_COLLECTORS.contains(code) || !"Error".equals(ended.getReason())) {
      return new Impossible(
          "its container ended with %s (%d) %s".formatted(ended.getReason(), code, message), true);
    }
    if (message.contains("unknown command \"validate\"")) {
      return new Impossible("the image's program has no command validate", false);
    }
    return new Invalid(message.isEmpty() ? "it ended with code " + code : message);
  }

  private static String sentence(ContainerStateWaiting waiting) {
    return (waiting.getReason() + ": " + text(waiting.getMessage())).strip();
  }

  private static String unscheduled(PodStatus status) {
    return status.getConditions().stream()
        .filter(it -> "PodScheduled".equals(it.getType()) && "False".equals(it.getStatus()))
        .map(it -> text(it.getReason()) + ": " + text(it.getMessage()))
        .findFirst()
        .orElse("its pod does not start");
  }

  private static String text(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text.strip();
  }
}
