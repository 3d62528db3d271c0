// SPDX-License-Identifier: Apache-2.0
package io.otelop.child;

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
import io.otelop.naming.Labels;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What lets an operand's pods do what they need to: a ClusterRole for what is of the whole cluster,
 * a Role in each namespace that the rest is limited to, and what binds them to the ServiceAccount.
 *
 * @param operand whose pods they are
 * @param rules by namespace, {@link Grant#EVERYWHERE} for those of the cluster
 * @param serviceAccount of the pods
 * @param names of the objects
 */
public record OperandRoles(
    Operand operand, Map<String, List<PolicyRule>> rules, String serviceAccount, Names names) {

  /** The group of roles and bindings. */
  public static final String API_GROUP = "rbac.authorization.k8s.io";

  /** Copies the rules; those of the cluster come first. */
  public OperandRoles {
    rules = new TreeMap<>(rules);
  }

  /**
   * What the objects are called.
   *
   * @param clusterRole the ClusterRole
   * @param clusterBinding what binds it
   * @param here a Role in the operand's namespace, and what binds it
   * @param elsewhere the same in another namespace
   */
  public record Names(String clusterRole, String clusterBinding, String here, String elsewhere) {}

  /** The ClusterRole, if one is needed. */
  public Stream<ClusterRole> clusterRole() {
    return ofCluster()
        .map(
            list ->
                new ClusterRoleBuilder()
                    .withMetadata(metadata(names.clusterRole(), Grant.EVERYWHERE))
                    .withRules(list)
                    .build());
  }

  /** What binds the ClusterRole. */
  public Stream<ClusterRoleBinding> clusterRoleBinding() {
    return ofCluster()
        .map(
            _ ->
                new ClusterRoleBindingBuilder()
                    .withMetadata(metadata(names.clusterBinding(), Grant.EVERYWHERE))
                    .withNewRoleRef(API_GROUP, "ClusterRole", names.clusterRole())
                    .withSubjects(subject())
                    .build());
  }

  /** The Roles, by namespace. */
  public Stream<Role> roles() {
    return namespaces()
        .map(
            namespace ->
                new RoleBuilder()
                    .withMetadata(metadata(roleName(namespace), namespace))
                    .withRules(rules.get(namespace))
                    .build());
  }

  /** What binds the Roles. */
  public Stream<RoleBinding> roleBindings() {
    return namespaces()
        .map(
            namespace ->
                new RoleBindingBuilder()
                    .withMetadata(metadata(roleName(namespace), namespace))
                    .withNewRoleRef(API_GROUP, "Role", roleName(namespace))
                    .withSubjects(subject())
                    .build());
  }

  /** The name of the Role in a namespace. */
  public String roleName(String namespace) {
    return namespace.equals(operand.namespace()) ? names.here() : names.elsewhere();
  }

  private Stream<List<PolicyRule>> ofCluster() {
    return Stream.ofNullable(rules.get(Grant.EVERYWHERE));
  }

  private Stream<String> namespaces() {
    return rules.keySet().stream().filter(namespace -> !namespace.equals(Grant.EVERYWHERE));
  }

  private Subject subject() {
    return new SubjectBuilder()
        .withKind("ServiceAccount")
        .withName(serviceAccount)
        .withNamespace(operand.namespace())
        .build();
  }

  /** An owner reference does not reach beyond its namespace, so an annotation stands for it. */
  private ObjectMeta metadata(String name, String namespace) {
    var metadata = OperandMetadata.of(operand, name);
    if (!namespace.equals(operand.namespace())) {
      var annotations = new TreeMap<>(operand.annotations());
      annotations.put(Labels.OWNER, operand.fullName());
      metadata.setAnnotations(annotations);
      metadata.setOwnerReferences(List.of());
      metadata.setNamespace(namespace.isEmpty() ? null : namespace);
    }
    return metadata;
  }
}
