// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.List;
import java.util.Set;

/**
 * Leaves numbers of pods to whoever scales. The autoscaler that {@code spec.autoscaler} asks for
 * scales the custom resource, so its number arrives as a wish of the user; one that somebody has
 * pointed at the workload itself keeps what it wrote there. Pure.
 */
final class Scaling {

  /**
   * Who scales by itself; a person who scales a workload by hand is told by the custom resource.
   */
  private static final Set<String> AUTOSCALERS =
      Set.of("kube-controller-manager", "keda", "keda-operator");

  private Scaling() {}

  /** Takes out of the desired objects what others decide; they are the caller's to change. */
  static List<HasMetadata> leaveToOthers(
      List<HasMetadata> desired, EffectiveCollector collector, List<HasMetadata> observed) {
    for (var live : observed) {
      switch (live) {
        case Deployment deployment when isScaled(deployment) ->
            desired.forEach(
                it -> {
                  if (it instanceof Deployment ours) {
                    ours.getSpec().setReplicas(null);
                  }
                });
        case StatefulSet statefulSet when isScaled(statefulSet) ->
            desired.forEach(
                it -> {
                  if (it instanceof StatefulSet ours) {
                    ours.getSpec().setReplicas(null);
                  }
                });
        case HorizontalPodAutoscaler autoscaler when hasNoLeast(collector) ->
            desired.forEach(
                it -> {
                  if (it instanceof HorizontalPodAutoscaler ours) {
                    keepLeast(ours, autoscaler);
                  }
                });
        default -> {}
      }
    }
    return desired;
  }

  /**
   * The least number of pods is the number that was wanted when scaling began. Later the wanted one
   * is what the autoscaler itself has written, and as the least it would only ever grow.
   */
  private static void keepLeast(HorizontalPodAutoscaler ours, HorizontalPodAutoscaler live) {
    var least = live.getSpec().getMinReplicas();
    if (least != null) {
      ours.getSpec().setMinReplicas(Math.min(least, ours.getSpec().getMaxReplicas()));
    }
  }

  private static boolean hasNoLeast(EffectiveCollector collector) {
    var autoscaler = collector.spec().autoscaler();
    return autoscaler != null && autoscaler.minReplicas() == null;
  }

  private static boolean isScaled(HasMetadata workload) {
    return workload.getMetadata().getManagedFields().stream().anyMatch(Scaling::isAutoscalers);
  }

  /** The number of pods is the only field that the subresource can write. */
  private static boolean isAutoscalers(ManagedFieldsEntry entry) {
    return "scale".equals(entry.getSubresource())
        && entry.getManager() != null
        && AUTOSCALERS.contains(entry.getManager());
  }
}
