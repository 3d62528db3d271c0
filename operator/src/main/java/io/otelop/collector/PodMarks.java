// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.otelop.naming.Labels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What pods get beyond what the Go operator gives them. Nothing of it may restart pods that run, so
 * each waits until they are replaced anyway.
 *
 * @param tellsLastWords whether the end of the log of a container that failed shows in its status
 * @param podContent hash of the extra ConfigMaps that the pods carry; empty where they carry none
 * @param seenContent hash of the extra ConfigMaps that the workload carries; empty for none
 */
public record PodMarks(boolean tellsLastWords, String podContent, String seenContent) {

  /** The value of {@code terminationMessagePolicy} that lets a container tell its last words. */
  public static final String LAST_WORDS = "FallbackToLogsOnError";

  /** The pods are as the Go operator makes them. */
  public static final PodMarks NONE = new PodMarks(false, "", "");

  /**
   * The marks that the pods may have now.
   *
   * @param observed the workload among others, if there is one
   * @param isReplaced whether its pods are about to be replaced
   * @param content hash of the extra ConfigMaps; empty where there are none, or one is missing
   */
  static PodMarks of(List<HasMetadata> observed, boolean isReplaced, String content) {
    var workload =
        observed.stream().filter(it -> ObservedWorkload.template(it).isPresent()).findFirst();
    if (workload.isEmpty()) {
      return new PodMarks(true, content, content);
    }
    var live = ObservedWorkload.template(workload.get()).orElseThrow();
    var tellsLastWords =
        isReplaced
            || live.getSpec().getContainers().stream()
                .map(Container::getTerminationMessagePolicy)
                .anyMatch(LAST_WORDS::equals);
    var onPods = mark(live.getMetadata().getAnnotations());
    var onWorkload = mark(workload.get().getMetadata().getAnnotations());
    if (content.isEmpty()) {
      return new PodMarks(tellsLastWords, onPods, onWorkload);
    }
    var isKnown = onWorkload.isEmpty() || onWorkload.equals(content);
    return onPods.isEmpty() && isKnown && !isReplaced
        ? new PodMarks(tellsLastWords, "", content)
        : new PodMarks(tellsLastWords, content, content);
  }

  private static String mark(@Nullable Map<String, String> annotations) {
    return Objects.requireNonNullElse(annotations, Map.<String, String>of())
        .getOrDefault(Labels.EXTRA_CONFIGMAPS_SHA256, "");
  }
}
