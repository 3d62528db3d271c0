// SPDX-License-Identifier: Apache-2.0
package io.otelop.clusterobservability.child;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.otelop.child.ApiKind;
import io.otelop.child.Resources;
import io.otelop.clusterobservability.EffectiveObservability;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The Instrumentation that sends to the collector on the pod's node. It names no image, so that
 * pods get those of the operator that runs.
 */
final class AgentInstrumentation {

  private AgentInstrumentation() {}

  static Stream<GenericKubernetesResource> of(EffectiveObservability observability) {
    return Stream.of(
        Resources.of(
            ApiKind.INSTRUMENTATION,
            ObservabilityMetadata.of(observability, observability.name()),
            Map.of(
                "exporter",
                Map.of("endpoint", "http://$(OTEL_NODE_IP):4318"),
                "propagators",
                List.of("tracecontext", "baggage", "b3", "jaeger"),
                "sampler",
                Map.of("type", "parentbased_traceidratio", "argument", "1.0"))));
  }
}
