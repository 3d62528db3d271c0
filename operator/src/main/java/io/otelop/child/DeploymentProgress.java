// SPDX-License-Identifier: Apache-2.0
package io.otelop.child;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a Deployment is.
 *
 * @param isDone whether as many pods as are wanted are of the newest template and ready, and no
 *     other is left
 * @param sentence what people read of it, without a full stop
 */
public record DeploymentProgress(boolean isDone, String sentence) {

  /**
   * Of the one Deployment of an operand.
   *
   * @param objects that the operand owns, the newest first
   * @param wanted number of pods
   */
  public static DeploymentProgress of(List<? extends HasMetadata> objects, int wanted) {
    var deployment =
        objects.stream()
            .filter(Deployment.class::isInstance)
            .map(Deployment.class::cast)
            .findFirst()
            .orElse(null);
    var status = deployment == null ? null : deployment.getStatus();
    if (deployment == null || status == null) {
      return new DeploymentProgress(false, sentence(0, wanted, ""));
    }
    var ready = number(status.getReadyReplicas());
    var generation = Objects.requireNonNullElse(deployment.getMetadata().getGeneration(), 0L);
    var isSettled =
        status.getObservedGeneration() != null
            && status.getObservedGeneration() >= generation
            && number(status.getUpdatedReplicas()) >= wanted
            && number(status.getReplicas()) == wanted;
    return new DeploymentProgress(
        isSettled && ready >= wanted, sentence(ready, wanted, refusal(status)));
  }

  private static String sentence(int ready, int wanted, String refusal) {
    return ready + " of " + wanted + " pods are ready and of the newest template" + refusal;
  }

  /** Why no pod could be made, where the cluster says so. */
  private static String refusal(DeploymentStatus status) {
    return status.getConditions().stream()
        .filter(it -> it.getType().equals("ReplicaFailure") && it.getStatus().equals("True"))
        .map(it -> ": " + it.getMessage())
        .findFirst()
        .orElse("");
  }

  private static int number(@Nullable Integer value) {
    return value == null ? 0 : value;
  }
}
