// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.config;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.otelop.collector.component.Components;
import io.otelop.collector.component.Grant;
import io.otelop.collector.component.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/** The permissions of all components of a config, merged. */
public final class Grants {

  private Grants() {}

  /**
   * The rules by namespace, {@link Grant#EVERYWHERE} for those of the cluster. Nothing is granted
   * twice: what the whole cluster grants is not granted in a namespace again. The order depends on
   * the ids alone.
   *
   * @param ownNamespace stands for {@link Grant#OWN}
   */
  static Map<String, List<PolicyRule>> merge(Collection<Grant> grants, String ownNamespace) {
    var rules = new TreeMap<String, List<PolicyRule>>();
    var known = new LinkedHashMap<String, HashSet<String>>();
    grants.stream()
        .sorted(Comparator.comparing(grant -> !grant.namespace().equals(Grant.EVERYWHERE)))
        .forEach(
            grant -> {
              var namespace =
                  grant.namespace().equals(Grant.OWN) ? ownNamespace : grant.namespace();
              var everywhere = known.computeIfAbsent(Grant.EVERYWHERE, _ -> new HashSet<>());
              var here = known.computeIfAbsent(namespace, _ -> new HashSet<>());
              var atoms = atoms(grant.rule());
              if (!atoms.stream().allMatch(it -> here.contains(it) || everywhere.contains(it))) {
                here.addAll(atoms);
                rules.computeIfAbsent(namespace, _ -> new ArrayList<>()).add(grant.rule());
              }
            });
    rules.replaceAll((_, list) -> List.copyOf(list));
    return rules;
  }

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
    return merge(grants, ownNamespace);
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

  /** Each verb on each resource that a rule permits: {@code verb group/resource}. */
  private static List<String> atoms(PolicyRule rule) {
    var atoms = new ArrayList<String>();
    for (var group : rule.getApiGroups()) {
      for (var resource : rule.getResources()) {
        for (var verb : rule.getVerbs()) {
          atoms.add(verb + " " + group + "/" + resource);
        }
      }
    }
    return atoms;
  }
}
