// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.otelop.child.ApiKind;
import io.otelop.child.ClusterFacts;
import io.otelop.child.OperandDefaults;
import io.otelop.crds.collector.OpenTelemetryCollector;
import java.util.List;
import java.util.Set;

/** Small collectors for tests: one pipeline from OTLP to the log. */
public final class Collectors {

  private Collectors() {}

  /**
   * A custom resource {@code here/one}.
   *
   * @param labels as YAML in one line; may be empty
   * @param spec fields besides the config, as YAML in one line
   */
  public static OpenTelemetryCollector resource(String labels, String spec) {
    return resource(labels, spec, "basic");
  }

  /** The same with another config: only the verbosity of its exporter differs. */
  public static OpenTelemetryCollector resource(String labels, String spec, String verbosity) {
    return Serialization.unmarshal(
        """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: one, namespace: here, uid: u-1, generation: 1, labels: {%s}}
        spec: {
          config: {
            receivers: {otlp: {protocols: {grpc: {}}}},
            exporters: {debug: {verbosity: %s}},
            service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
          },
          %s
        }
        """
            .formatted(labels, verbosity, spec),
        OpenTelemetryCollector.class);
  }

  /** Facts of a cluster that knows these kinds besides those that every cluster has. */
  public static CollectorFacts facts(Set<ApiKind> kinds) {
    return new CollectorFacts(
        new OperandDefaults(
            "collector.test/otelcol:1.0.0", "1.0.0", List.of(), _ -> true, _ -> true),
        true,
        Set.of(),
        new ClusterFacts(true, kinds));
  }

  /** The collector that becomes of a custom resource on a cluster without optional kinds. */
  public static EffectiveCollector resolved(String labels, String spec) {
    return resolved(labels, spec, Set.of());
  }

  /** The same on a cluster that knows these kinds. */
  public static EffectiveCollector resolved(String labels, String spec, Set<ApiKind> kinds) {
    return resolved(resource(labels, spec), facts(kinds));
  }

  /** The collector that becomes of a custom resource. */
  public static EffectiveCollector resolved(OpenTelemetryCollector resource, CollectorFacts facts) {
    return switch (EffectiveCollector.of(resource, facts)) {
      case EffectiveCollector.Resolved(var collector, _) -> collector;
      case EffectiveCollector.Rejected(var findings) ->
          throw new AssertionError("refused: " + findings);
    };
  }
}
