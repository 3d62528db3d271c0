// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.otelop.collector.child.Children;
import io.otelop.crds.collector.ConfigMapsSpec;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.reason.Finding;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the operator would make of a collector.
 *
 * @param objects in the order of applying; empty where the collector is rejected
 * @param findings what is wrong or odd
 */
public record CollectorObjects(List<HasMetadata> objects, List<Finding> findings) {

  public CollectorObjects {
    objects = List.copyOf(objects);
    findings = List.copyOf(findings);
  }

  /** The names of the ConfigMaps that {@code spec.configmaps} mounts. */
  static SortedSet<String> extraConfigMaps(EffectiveCollector collector) {
    var names = new TreeSet<String>();
    for (var extra :
        Objects.requireNonNullElse(collector.spec().configmaps(), List.<ConfigMapsSpec>of())) {
      names.add(extra.name());
    }
    return names;
  }

  /** Computes them; pure. */
  public static CollectorObjects of(OpenTelemetryCollector resource, CollectorFacts facts) {
    return switch (EffectiveCollector.of(resource, facts)) {
      case EffectiveCollector.Resolved(var collector, var findings) ->
          new CollectorObjects(Children.of(collector), findings);
      case EffectiveCollector.Rejected(var findings) -> new CollectorObjects(List.of(), findings);
    };
  }
}
