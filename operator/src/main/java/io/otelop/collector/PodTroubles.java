// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.otelop.reason.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the pods of a collector say about why they are not ready. Pure. */
final class PodTroubles {

  private static final int MOST = 3;

  /** The end of a log says more than its beginning. */
  private static final int LONGEST_WORDS = 1_000;

  private static final Set<String> HARMLESS = Set.of("ContainerCreating", "PodInitializing");
  private static final String CRASH_LOOP = "CrashLoopBackOff";

  private PodTroubles() {}

  /** The troubles of the newest pods that have any; the same trouble is told once. */
  static List<Finding> of(List<Pod> pods) {
    return pods.stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .sorted(
            Comparator.comparing(
                    (Pod pod) -> text(pod.getMetadata().getCreationTimestamp()),
                    Comparator.reverseOrder())
                .thenComparing(pod -> text(pod.getMetadata().getName())))
        .flatMap(PodTroubles::of)
        .distinct()
        .limit(MOST)
        .map(problem -> Finding.of(CollectorReason.PodsFailing, "", "", problem))
        .toList();
  }

  private static Stream<String> of(Pod pod) {
    var status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    var containers =
        Stream.concat(
                status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
            .flatMap(PodTroubles::of);
    var itself =
        Stream.concat(
            "Failed".equals(status.getPhase()) && status.getReason() != null
                ? Stream.of(status.getReason() + ": " + text(status.getMessage()))
                : Stream.empty(),
            status.getConditions().stream()
                .filter(it -> "PodScheduled".equals(it.getType()) && "False".equals(it.getStatus()))
                .map(it -> text(it.getReason()) + ": " + text(it.getMessage())));
    return Stream.concat(containers, itself);
  }

  private static Stream<String> of(ContainerStatus container) {
    var name = "container " + container.getName();
    var state = container.getState();
    var last = container.getLastState();
    var before = last == null ? null : last.getTerminated();
    if (state != null && state.getTerminated() != null) {
      return isFailure(state.getTerminated())
          ? Stream.of(name + " ended with " + words(state.getTerminated()))
          : Stream.empty();
    }
    var waiting = state == null ? null : state.getWaiting();
    if (waiting != null && waiting.getReason() != null && !HARMLESS.contains(waiting.getReason())) {
      return Stream.of(
          waiting.getReason().equals(CRASH_LOOP) && before != null
              ? name + " ends again and again with " + words(before)
              : name + " waits, " + waiting.getReason() + ": " + text(waiting.getMessage()));
    }
    // A container of a collector never ends by itself: where its probes fail, it ends with code 0.
    return before != null && !Boolean.TRUE.equals(container.getReady())
        ? Stream.of(name + " ends again and again with " + words(before))
        : Stream.empty();
  }

  private static boolean isFailure(ContainerStateTerminated ended) {
    return ended.getExitCode() == null || ended.getExitCode() != 0;
  }

  private static String words(ContainerStateTerminated ended) {
    var said = text(ended.getMessage());
    return "code %s (%s)%s"
        .formatted(
            ended.getExitCode(),
            text(ended.getReason()),
            said.isEmpty()
                ? ""
                : ": " + said.substring(Math.max(0, said.length() - LONGEST_WORDS)));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text.strip();
  }
}
