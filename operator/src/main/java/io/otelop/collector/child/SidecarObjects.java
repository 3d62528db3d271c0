// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import io.otelop.child.Grant;
import io.otelop.child.OperandRoles;
import io.otelop.collector.EffectiveCollector;
import io.otelop.naming.Labels;
import io.otelop.naming.ObjectNames;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a collector needs beside the pods that have it as a sidecar. Nobody knows these pods before
 * they come, so that the objects are no children that a reconcile could make, and an annotation
 * says whose they are.
 */
public final class SidecarObjects {

  private SidecarObjects() {}

  /** Labels of all of them, whatever collector they are for. */
  public static Map<String, String> labels() {
    return Map.of(
        Labels.MANAGED_BY, Labels.OPERATOR, Labels.COMPONENT, Labels.OPENTELEMETRY_SIDECAR);
  }

  /**
   * When an object was used last, by the clock of who made it; the beginning of time for one that
   * does not say.
   */
  public static Instant used(HasMetadata object) {
    var annotations = object.getMetadata().getAnnotations();
    var used = annotations == null ? null : annotations.get(Labels.USED);
    try {
      return used == null ? Instant.EPOCH : Instant.parse(used);
    } catch (DateTimeParseException _) {
      return Instant.EPOCH;
    }
  }

  /**
   * The config for the pods of a namespace; it keeps its name, so that the pods follow it.
   *
   * @param used when a pod asked for it last
   */
  public static ConfigMap config(EffectiveCollector collector, String namespace, Instant used) {
    return new ConfigMapBuilder()
        .withMetadata(metadata(collector, configName(collector), namespace, used))
        .withData(Map.of(CollectorConfigMap.ENTRY, collector.config().yaml()))
        .build();
  }

  static String configName(EffectiveCollector collector) {
    return ObjectNames.sidecarConfigMap(collector.name(), collector.namespace());
  }

  /**
   * What lets the pods of a ServiceAccount do what the config tells the collector to do. It is for
   * pods in the collector's own namespace: whoever makes pods there can use the collector's own
   * account as well, and nobody else gets permissions by an annotation.
   */
  public static List<HasMetadata> bindings(
      EffectiveCollector collector, String serviceAccount, Instant used) {
    var name = ObjectNames.sidecarBinding(collector.name(), collector.namespace(), serviceAccount);
    var subject = subject(collector, serviceAccount);
    var bindings = new ArrayList<HasMetadata>();
    for (var namespace : collector.grants().keySet()) {
      bindings.add(
          namespace.equals(Grant.EVERYWHERE)
              ? new ClusterRoleBindingBuilder()
                  .withMetadata(metadata(collector, name, "", used))
                  .withNewRoleRef(OperandRoles.API_GROUP, "ClusterRole", collector.clusterRole())
                  .withSubjects(subject)
                  .build()
              : new RoleBindingBuilder()
                  .withMetadata(metadata(collector, name, namespace, used))
                  .withNewRoleRef(
                      OperandRoles.API_GROUP,
                      "Role",
                      CollectorRbac.of(collector).roleName(namespace))
                  .withSubjects(subject)
                  .build());
    }
    return bindings;
  }

  private static Subject subject(EffectiveCollector collector, String serviceAccount) {
    return new SubjectBuilder()
        .withKind("ServiceAccount")
        .withName(serviceAccount)
        .withNamespace(collector.namespace())
        .build();
  }

  private static ObjectMeta metadata(
      EffectiveCollector collector, String name, String namespace, Instant used) {
    var labels = new TreeMap<>(collector.labels());
    labels.putAll(collector.selector());
    labels.putAll(labels());
    labels.put(Labels.NAME, name);
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(namespace.isEmpty() ? null : namespace)
        .withLabels(labels)
        .withAnnotations(
            Map.of(
                Labels.OWNER,
                collector.fullName(),
                Labels.USED,
                used.truncatedTo(ChronoUnit.SECONDS).toString()))
        .build();
  }
}
