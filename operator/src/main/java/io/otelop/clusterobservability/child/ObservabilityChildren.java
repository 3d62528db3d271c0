// SPDX-License-Identifier: Apache-2.0
package io.otelop.clusterobservability.child;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.otelop.child.ApiKind;
import io.otelop.child.OptionalChild;
import io.otelop.clusterobservability.EffectiveObservability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a ClusterObservability owns, in the order of applying: custom resources that the operator
 * looks after like every other one.
 */
public final class ObservabilityChildren {

  public static final List<OptionalChild<EffectiveObservability>> ALL =
      List.of(
          new OptionalChild<>(ApiKind.TARGET_ALLOCATOR, MonitorAllocator::of),
          new OptionalChild<>(ApiKind.COLLECTOR, AgentCollector::of),
          new OptionalChild<>(ApiKind.COLLECTOR, ClusterCollector::of),
          new OptionalChild<>(ApiKind.INSTRUMENTATION, AgentInstrumentation::of));

  private ObservabilityChildren() {}

  /** The objects that should exist, in the order of applying. */
  public static List<HasMetadata> of(EffectiveObservability observability) {
    var objects = new ArrayList<HasMetadata>();
    for (var child : ALL) {
      child.desired().apply(observability).forEach(objects::add);
    }
    return objects;
  }

  /** The names of the parts that a status tells of, and of the objects that they are, by kind. */
  public static Map<String, Part> parts(EffectiveObservability observability) {
    return Map.of(
        "agent", new Part(ApiKind.COLLECTOR, AgentCollector.name(observability)),
        "cluster", new Part(ApiKind.COLLECTOR, ClusterCollector.name(observability)),
        "instrumentation", new Part(ApiKind.INSTRUMENTATION, observability.name()));
  }

  /** An object that a status tells of. */
  public record Part(ApiKind kind, String name) {}
}
