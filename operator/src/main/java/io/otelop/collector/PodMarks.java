// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.otelop.naming.Labels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

  private static final int MARKS = 3;

  /** The pods are as the Go operator makes them. */
  public static final PodMarks NONE = new PodMarks(false, "", "");

  /**
   * The marks that the pods may have now.
   *
   * @param observed the workload and the ConfigMaps among others, if there are any
   * @param isReplaced whether its pods are about to be replaced
   * @param content hash of the extra ConfigMaps; empty where there are none, or one is missing
   */
  static PodMarks of(
      EffectiveCollector wanted, List<HasMetadata> observed, boolean isReplaced, String content) {
    var workload =
        observed.stream().filter(it -> ObservedWorkload.template(it).isPresent()).findFirst();
    if (workload.isEmpty()) {
      return noted(wanted, observed).orElseGet(() -> new PodMarks(true, content, content));
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

  /** The marks of a workload that is being made anew, so that its pods can go on. */
  private static Optional<PodMarks> noted(EffectiveCollector wanted, List<HasMetadata> observed) {
    return observed.stream()
        .filter(it -> it instanceof ConfigMap)
        .map(HasMetadata::getMetadata)
        .filter(it -> it.getName().equals(wanted.configMap()) && it.getAnnotations() != null)
        .filter(it -> it.getAnnotations().containsKey(Labels.REVISION))
        .findFirst()
        .map(
            it -> {
              var marks = it.getAnnotations().getOrDefault(Labels.POD_MARKS, "");
              var parts = marks.split(" ", -1);
              return parts.length == MARKS
                  ? new PodMarks(Boolean.parseBoolean(parts[0]), parts[1], parts[2])
                  : NONE;
            });
  }

  /** The marks as a note in the ConfigMap of the revision; empty where there are none. */
  public String note() {
    return equals(NONE) ? "" : tellsLastWords + " " + podContent + " " + seenContent;
  }

  private static String mark(@Nullable Map<String, String> annotations) {
    return Objects.requireNonNullElse(annotations, Map.<String, String>of())
        .getOrDefault(Labels.EXTRA_CONFIGMAPS_SHA256, "");
  }
}
