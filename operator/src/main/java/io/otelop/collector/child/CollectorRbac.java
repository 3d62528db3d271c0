// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.collector.EffectiveCollector;
import io.otelop.collector.component.Grant;
import io.otelop.naming.Labels;
import io.otelop.naming.ObjectNames;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What lets a collector's pods read what its config tells them to read: a ClusterRole for what is
 * of the whole cluster and a Role in each namespace that the config is limited to. Rules:
 * collector.md 5.1 and 5.2.
 */
final class CollectorRbac {

  static final String API_GROUP = "rbac.authorization.k8s.io";

  private CollectorRbac() {}

  static Stream<ClusterRole> clusterRole(EffectiveCollector collector) {
    return clusterRules(collector)
        .map(
            rules ->
                new ClusterRoleBuilder()
                    .withMetadata(metadata(collector, collector.clusterRole(), ""))
                    .withRules(rules)
                    .build());
  }

  static Stream<ClusterRoleBinding> clusterRoleBinding(EffectiveCollector collector) {
    return clusterRules(collector)
        .map(
            _ ->
                new ClusterRoleBindingBuilder()
                    .withMetadata(metadata(collector, collector.clusterRoleBinding(), ""))
                    .withNewRoleRef(API_GROUP, "ClusterRole", collector.clusterRole())
                    .withSubjects(subject(collector))
                    .build());
  }

  static Stream<Role> roles(EffectiveCollector collector) {
    return namespaceRules(collector).entrySet().stream()
        .map(
            entry ->
                new RoleBuilder()
                    .withMetadata(
                        metadata(collector, roleName(collector, entry.getKey()), entry.getKey()))
                    .withRules(entry.getValue())
                    .build());
  }

  static Stream<RoleBinding> roleBindings(EffectiveCollector collector) {
    return namespaceRules(collector).keySet().stream()
        .map(
            namespace ->
                new RoleBindingBuilder()
                    .withMetadata(metadata(collector, roleName(collector, namespace), namespace))
                    .withNewRoleRef(API_GROUP, "Role", roleName(collector, namespace))
                    .withSubjects(subject(collector))
                    .build());
  }

  private static Stream<List<PolicyRule>> clusterRules(EffectiveCollector collector) {
    return Stream.ofNullable(collector.grants().get(Grant.EVERYWHERE));
  }

  private static Map<String, List<PolicyRule>> namespaceRules(EffectiveCollector collector) {
    var rules = new TreeMap<>(collector.grants());
    rules.remove(Grant.EVERYWHERE);
    return rules;
  }

  static String roleName(EffectiveCollector collector, String namespace) {
    return namespace.equals(collector.namespace())
        ? ObjectNames.collector(collector.name())
        : ObjectNames.roleElsewhere(collector.name(), collector.namespace());
  }

  private static Subject subject(EffectiveCollector collector) {
    return new SubjectBuilder()
        .withKind("ServiceAccount")
        .withName(collector.serviceAccount())
        .withNamespace(collector.namespace())
        .build();
  }

  /** An owner reference does not reach beyond its namespace, so an annotation stands for it. */
  private static ObjectMeta metadata(EffectiveCollector collector, String name, String namespace) {
    var metadata = OperandMetadata.of(collector, name);
    if (!namespace.equals(collector.namespace())) {
      var annotations = new TreeMap<>(collector.annotations());
      annotations.put(Labels.OWNER, collector.owner());
      metadata.setAnnotations(annotations);
      metadata.setOwnerReferences(List.of());
      metadata.setNamespace(namespace.isEmpty() ? null : namespace);
    }
    return metadata;
  }
}
