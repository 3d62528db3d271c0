// SPDX-License-Identifier: Apache-2.0
package io.otelop.child;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A permission that pods need.
 *
 * @param namespace where; {@link #EVERYWHERE} or {@link #OWN} or a name
 * @param rule what may be done there
 */
public record Grant(String namespace, PolicyRule rule) {

  /** In the whole cluster. */
  public static final String EVERYWHERE = "";

  /** In the namespace of the pods; no namespace can have this name. */
  public static final String OWN = ".";

  /** What may be done with some resources of a group in the whole cluster. */
  public static Grant everywhere(String group, List<String> resources, List<String> verbs) {
    return in(EVERYWHERE, group, resources, verbs);
  }

  /** What may be done with some resources of a group in a namespace. */
  public static Grant in(
      String namespace, String group, List<String> resources, List<String> verbs) {
    return new Grant(
        namespace,
        new PolicyRuleBuilder()
            .withApiGroups(group)
            .withResources(resources)
            .withVerbs(verbs)
            .build());
  }

  /** The namespaces, or the whole cluster where none is named. */
  public static Stream<String> places(List<String> namespaces) {
    return namespaces.isEmpty() ? Stream.of(EVERYWHERE) : namespaces.stream().distinct();
  }

  /**
   * The rules by namespace, {@link #EVERYWHERE} for those of the cluster. Nothing is granted twice:
   * what the whole cluster grants is not granted in a namespace again.
   *
   * @param ownNamespace stands for {@link #OWN}
   */
  public static Map<String, List<PolicyRule>> merge(Collection<Grant> grants, String ownNamespace) {
    var rules = new TreeMap<String, List<PolicyRule>>();
    var known = new LinkedHashMap<String, HashSet<String>>();
    grants.stream()
        .sorted(Comparator.comparing(grant -> !grant.namespace().equals(EVERYWHERE)))
        .forEach(
            grant -> {
              var namespace = grant.namespace().equals(OWN) ? ownNamespace : grant.namespace();
              var everywhere = known.computeIfAbsent(EVERYWHERE, _ -> new HashSet<>());
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
