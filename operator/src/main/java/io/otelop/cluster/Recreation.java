// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a workload changes that may not be changed: it is deleted and made anew. Its pods go on
 * meanwhile and are adopted, unless the new workload could not take them for its own.
 */
final class Recreation {

  private static final int UNPROCESSABLE = 422;

  private Recreation() {}

  /** Whether the API server refused a change of a workload only because a field is immutable. */
  static boolean isNeeded(KubernetesClientException refusal, HasMetadata desired) {
    if (refusal.getCode() != UNPROCESSABLE || refusal.getStatus() == null) {
      return false;
    }
    var message = Objects.requireNonNullElse(refusal.getStatus().getMessage(), "");
    return switch (desired) {
      case StatefulSet _ ->
          message.contains("updates to statefulset spec") || message.contains("is immutable");
      case Deployment _, DaemonSet _ -> message.contains("is immutable");
      default -> false;
    };
  }

  /** Deletes the workload that is there. */
  static void begin(KubernetesClient client, HasMetadata observed, HasMetadata desired) {
    var staysOn =
        podLabels(observed).entrySet().containsAll(selector(desired).entrySet())
            && claims(observed).containsAll(claims(desired));
    client
        .resource(observed)
        .withPropagationPolicy(
            staysOn ? DeletionPropagation.ORPHAN : DeletionPropagation.BACKGROUND)
        .delete();
  }

  /** A pod that runs cannot be given another claim, and a StatefulSet would try for ever. */
  private static Set<String> claims(HasMetadata workload) {
    return workload instanceof StatefulSet set
        ? Objects.requireNonNullElse(
                set.getSpec().getVolumeClaimTemplates(), List.<PersistentVolumeClaim>of())
            .stream()
            .map(claim -> claim.getMetadata().getName())
            .collect(Collectors.toSet())
        : Set.of();
  }

  private static Map<String, String> podLabels(HasMetadata workload) {
    var template =
        switch (workload) {
          case StatefulSet it -> it.getSpec().getTemplate();
          case Deployment it -> it.getSpec().getTemplate();
          case DaemonSet it -> it.getSpec().getTemplate();
          default -> throw new IllegalArgumentException(workload.getKind() + " has no pods");
        };
    return Objects.requireNonNullElse(template.getMetadata().getLabels(), Map.of());
  }

  private static Map<String, String> selector(HasMetadata workload) {
    var selector =
        switch (workload) {
          case StatefulSet it -> it.getSpec().getSelector();
          case Deployment it -> it.getSpec().getSelector();
          case DaemonSet it -> it.getSpec().getSelector();
          default -> throw new IllegalArgumentException(workload.getKind() + " has no pods");
        };
    return Objects.requireNonNullElse(selector.getMatchLabels(), Map.of());
  }
}
