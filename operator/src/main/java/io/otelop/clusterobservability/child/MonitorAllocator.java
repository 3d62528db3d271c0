// SPDX-License-Identifier: Apache-2.0
package io.otelop.clusterobservability.child;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.otelop.child.ApiKind;
import io.otelop.child.Resources;
import io.otelop.clusterobservability.EffectiveObservability;
import java.util.Map;
import java.util.stream.Stream;

/** The target allocator that finds what all ServiceMonitors and PodMonitors name. */
final class MonitorAllocator {

  private MonitorAllocator() {}

  static String name(EffectiveObservability observability) {
    return observability.name() + "-targetallocator";
  }

  static Stream<GenericKubernetesResource> of(EffectiveObservability observability) {
    return observability.takesMonitors()
        ? Stream.of(
            Resources.of(
                ApiKind.TARGET_ALLOCATOR,
                ObservabilityMetadata.of(observability, name(observability)),
                Map.of(
                    "prometheusCR",
                    Map.of(
                        "enabled", true,
                        "serviceMonitorSelector", Map.of(),
                        "podMonitorSelector", Map.of()))))
        : Stream.empty();
  }
}
