// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.otelop.collector.child.Children;
import io.otelop.naming.Labels;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster says of a collector's pods.
 *
 * @param labels that the pods' template carries
 * @param image that the pods run
 * @param configHash that the pods' template carries; empty where it carries none
 * @param configMap that the pods' template mounts; empty where it mounts none
 * @param tellsReadiness whether the collector's container has a readiness probe
 * @param isSettled whether the numbers below speak of the newest template
 * @param wanted pods that should run
 * @param current pods that exist, of any revision
 * @param updated pods of the newest template
 * @param ready pods that are ready, of any revision
 * @param failure why no pod could be made, where the cluster says so; else empty
 */
record ObservedWorkload(
    Map<String, String> labels,
    String image,
    String configHash,
    String configMap,
    boolean tellsReadiness,
    boolean isSettled,
    int wanted,
    int current,
    int updated,
    int ready,
    String failure) {

  /** The first workload among an owner's objects, if there is one. */
  static Optional<ObservedWorkload> among(Stream<HasMetadata> objects) {
    return objects.map(ObservedWorkload::of).flatMap(Optional::stream).findFirst();
  }

  /** Whether all wanted pods run the newest template and are ready. */
  boolean isReady() {
    return isSettled && updated >= wanted && ready >= wanted && current == wanted;
  }

  /** The pods' template of an object, if it is a workload. */
  static Optional<PodTemplateSpec> template(HasMetadata object) {
    return switch (object) {
      case Deployment deployment -> Optional.of(deployment.getSpec().getTemplate());
      case StatefulSet statefulSet -> Optional.of(statefulSet.getSpec().getTemplate());
      case DaemonSet daemonSet -> Optional.of(daemonSet.getSpec().getTemplate());
      default -> Optional.empty();
    };
  }

  /** The name of the ConfigMap with the config. */
  private static String configMap(PodSpec spec) {
    return spec.getVolumes().stream()
        .filter(volume -> volume.getName().equals(Children.CONFIG_VOLUME))
        .filter(volume -> volume.getConfigMap() != null)
        .map(volume -> volume.getConfigMap().getName())
        .findFirst()
        .orElse("");
  }

  private static Optional<ObservedWorkload> of(HasMetadata object) {
    return switch (object) {
      case Deployment deployment -> {
        var status = deployment.getStatus();
        yield Optional.of(
            of(
                deployment,
                deployment.getSpec().getTemplate(),
                status == null ? null : status.getObservedGeneration(),
                number(deployment.getSpec().getReplicas(), 1),
                status == null ? 0 : number(status.getReplicas(), 0),
                status == null ? 0 : number(status.getUpdatedReplicas(), 0),
                status == null ? 0 : number(status.getReadyReplicas(), 0)));
      }
      case StatefulSet statefulSet -> {
        var status = statefulSet.getStatus();
        yield Optional.of(
            of(
                statefulSet,
                statefulSet.getSpec().getTemplate(),
                status == null ? null : status.getObservedGeneration(),
                number(statefulSet.getSpec().getReplicas(), 1),
                status == null ? 0 : number(status.getReplicas(), 0),
                status == null ? 0 : number(status.getUpdatedReplicas(), 0),
                status == null ? 0 : number(status.getReadyReplicas(), 0)));
      }
      case DaemonSet daemonSet -> {
        var status = daemonSet.getStatus();
        var wanted = status == null ? 0 : number(status.getDesiredNumberScheduled(), 0);
        yield Optional.of(
            of(
                daemonSet,
                daemonSet.getSpec().getTemplate(),
                status == null ? null : status.getObservedGeneration(),
                wanted,
                wanted,
                status == null ? 0 : number(status.getUpdatedNumberScheduled(), 0),
                status == null ? 0 : number(status.getNumberReady(), 0)));
      }
      default -> Optional.empty();
    };
  }

  private static ObservedWorkload of(
      HasMetadata workload,
      PodTemplateSpec template,
      @Nullable Long observedGeneration,
      int wanted,
      int current,
      int updated,
      int ready) {
    var containers = template.getSpec().getContainers();
    var annotations = template.getMetadata().getAnnotations();
    var isSettled =
        observedGeneration != null
            && observedGeneration
                >= Objects.requireNonNullElse(workload.getMetadata().getGeneration(), 0L);
    return new ObservedWorkload(
        Objects.requireNonNullElse(template.getMetadata().getLabels(), Map.of()),
        containers.isEmpty() ? "" : containers.getFirst().getImage(),
        annotations == null ? "" : annotations.getOrDefault(Labels.CONFIG_SHA256, ""),
        configMap(template.getSpec()),
        !containers.isEmpty() && containers.getFirst().getReadinessProbe() != null,
        isSettled,
        wanted,
        current,
        updated,
        ready,
        failure(workload));
  }

  /** Only Deployments tell it in their status; for the others it shows in Events. */
  private static String failure(HasMetadata workload) {
    return workload instanceof Deployment deployment && deployment.getStatus() != null
        ? deployment.getStatus().getConditions().stream()
            .filter(it -> it.getType().equals("ReplicaFailure") && it.getStatus().equals("True"))
            .map(it -> Objects.requireNonNullElse(it.getMessage(), ""))
            .findFirst()
            .orElse("")
        : "";
  }

  private static int number(@Nullable Integer value, int fallback) {
    return value == null ? fallback : value;
  }
}
