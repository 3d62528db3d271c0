// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.config;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.otelop.child.Grant;
import io.otelop.collector.component.Components;
import io.otelop.collector.component.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/** The permissions of all components of a config, merged. */
public final class Grants {

  private Grants() {}

  /**
   * The rules that the enabled components of a config need, by namespace.
   *
   * @param ownNamespace of the collector
   * @param discovers whether its own pods look for scrape targets, rather than a target allocator
   */
  public static Map<String, List<PolicyRule>> of(
      CollectorConfig config, String ownNamespace, boolean discovers) {
    var grants = new ArrayList<Grant>();
    byComponent(config, discovers).values().forEach(grants::addAll);
    return Grant.merge(grants, ownNamespace);
  }

  /**
   * Which component needs what, unmerged.
   *
   * @param discovers as above
   * @return by the path in the config, such as {@code processors.k8sattributes}, in the order of
   *     sections and ids
   */
  public static SequencedMap<String, List<Grant>> byComponent(
      CollectorConfig config, boolean discovers) {
    var grants = new LinkedHashMap<String, List<Grant>>();
    for (var section : Section.values()) {
      var ofSection = new TreeMap<String, List<Grant>>();
      config.eachEnabled(
          section,
          (id, settings) -> {
            if (discovers || !id.type().equals("prometheus")) {
              ofSection.put(id.text(), Components.of(section, id).grants(settings));
            }
          });
      ofSection.forEach((id, needed) -> grants.put(section.key() + "." + id, needed));
    }
    return grants;
  }
}
