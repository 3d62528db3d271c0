// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.otelop.naming.Labels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The labels and annotations that an object has beyond those we want. They stay: a key that leaves
 * the custom resource would else restart every pod that carries it. Rule: collector.md 2.2, update
 * merging.
 */
final class KeptMetadata {

  /** Keys that controllers and kubectl change as they need, so their newest value must win. */
  private static final List<String> WRITTEN_BY_OTHERS =
      List.of(
          "deployment.kubernetes.io/", "deprecated.daemonset.template.", "kubectl.kubernetes.io/");

  private static final List<String> PROMETHEUS =
      List.of(
          Labels.PROMETHEUS_SCRAPE,
          Labels.PROMETHEUS_PORT,
          Labels.PROMETHEUS_PATH,
          Labels.PROMETHEUS_ANNOTATIONS_ADDED);

  private KeptMetadata() {}

  /**
   * Adds to a desired workload, Service or ConfigMap what the same object in the cluster has more.
   *
   * @param desired changed in place; objects of other kinds are left as they are
   */
  static void addTo(HasMetadata desired, HasMetadata actual) {
    if (desired instanceof Service || desired instanceof ConfigMap) {
      keep(desired.getMetadata(), actual.getMetadata());
    }
    template(desired)
        .ifPresent(
            template -> {
              keep(desired.getMetadata(), actual.getMetadata());
              template(actual).ifPresent(before -> keep(template, before));
            });
  }

  private static void keep(ObjectMeta desired, ObjectMeta actual) {
    desired.setLabels(union(desired.getLabels(), actual.getLabels(), _ -> false));
    desired.setAnnotations(
        union(
            desired.getAnnotations(),
            actual.getAnnotations(),
            key -> PROMETHEUS.contains(key) && isAddedByUs(actual)));
  }

  private static boolean isAddedByUs(ObjectMeta actual) {
    return orEmpty(actual.getAnnotations()).containsKey(Labels.PROMETHEUS_ANNOTATIONS_ADDED);
  }

  private static @Nullable Map<String, String> union(
      @Nullable Map<String, String> desired,
      @Nullable Map<String, String> actual,
      Predicate<String> isDropped) {
    var union = new TreeMap<>(orEmpty(desired));
    orEmpty(actual)
        .forEach(
            (key, value) -> {
              if (!isDropped.test(key) && WRITTEN_BY_OTHERS.stream().noneMatch(key::startsWith)) {
                union.putIfAbsent(key, value);
              }
            });
    return union.isEmpty() ? null : union;
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return Objects.requireNonNullElse(map, Map.of());
  }

  private static Optional<ObjectMeta> template(HasMetadata object) {
    return switch (object) {
      case Deployment it -> Optional.of(it.getSpec().getTemplate().getMetadata());
      case StatefulSet it -> Optional.of(it.getSpec().getTemplate().getMetadata());
      case DaemonSet it -> Optional.of(it.getSpec().getTemplate().getMetadata());
      default -> Optional.empty();
    };
  }
}
