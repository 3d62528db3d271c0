// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.otelop.child.Grant;
import io.otelop.collector.child.Children;
import io.otelop.collector.config.Grants;
import io.otelop.crds.collector.ConfigMapsSpec;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the operator would make of a collector.
 *
 * @param objects in the order of applying; empty where the collector is rejected
 * @param findings what is wrong or odd
 * @param permissions that its config needs, whoever gives them
 */
public record CollectorObjects(
    List<HasMetadata> objects, List<Finding> findings, List<Permission> permissions) {

  /** The volume of a collector's pod that holds its config. */
  public static final String CONFIG_VOLUME = Children.CONFIG_VOLUME;

  public CollectorObjects {
    objects = List.copyOf(objects);
    findings = List.copyOf(findings);
    permissions = List.copyOf(permissions);
  }

  /**
   * A permission that a component needs.
   *
   * @param component its path in the config, such as {@code processors.k8sattributes}
   * @param namespace where; empty for the whole cluster
   */
  public record Permission(String component, String namespace, PolicyRule rule) {}

  /** The names of the ConfigMaps that {@code spec.configmaps} mounts. */
  public static SortedSet<String> extraConfigMaps(EffectiveCollector collector) {
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
          new CollectorObjects(Children.of(collector), findings, permissions(collector));
      case EffectiveCollector.Rejected(var findings) ->
          new CollectorObjects(List.of(), findings, List.of());
    };
  }

  private static List<Permission> permissions(EffectiveCollector collector) {
    var permissions = new ArrayList<Permission>();
    Grants.byComponent(collector.config(), collector.allocation().isEmpty())
        .forEach(
            (component, grants) -> {
              for (var grant : grants) {
                var namespace =
                    grant.namespace().equals(Grant.OWN) ? collector.namespace() : grant.namespace();
                permissions.add(new Permission(component, namespace, grant.rule()));
              }
            });
    return permissions;
  }
}
