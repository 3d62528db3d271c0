// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.cluster.ObjectReads;
import io.otelop.cluster.ObjectReads.Kind;
import io.otelop.naming.Labels;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** What belongs into a bug report, and where it is read. Secrets are not asked for. */
final class Gathering {

  private static final String MANAGED = Labels.MANAGED_BY + "=" + Labels.OPERATOR;
  private static final String GROUP = "opentelemetry.io";
  private static final int LOG_LINES = 5_000;

  /** Kinds of which the operator makes objects; an absent kind is an empty list. */
  private static final List<Kind> MADE =
      List.of(
          Kinds.DEPLOYMENT,
          Kinds.STATEFUL_SET,
          Kinds.DAEMON_SET,
          Kinds.CONFIG_MAP,
          Kinds.SERVICE,
          Kinds.POD,
          new Kind("v1", "serviceaccounts", "ServiceAccount"),
          new Kind("v1", "persistentvolumeclaims", "PersistentVolumeClaim"),
          new Kind("autoscaling/v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler"),
          new Kind("policy/v1", "poddisruptionbudgets", "PodDisruptionBudget"),
          new Kind("networking.k8s.io/v1", "ingresses", "Ingress"),
          new Kind("networking.k8s.io/v1", "networkpolicies", "NetworkPolicy"),
          new Kind("gateway.networking.k8s.io/v1", "httproutes", "HTTPRoute"),
          new Kind("route.openshift.io/v1", "routes", "Route"),
          new Kind("monitoring.coreos.com/v1", "servicemonitors", "ServiceMonitor"),
          new Kind("monitoring.coreos.com/v1", "podmonitors", "PodMonitor"),
          new Kind("rbac.authorization.k8s.io/v1", "clusterroles", "ClusterRole"),
          new Kind("rbac.authorization.k8s.io/v1", "clusterrolebindings", "ClusterRoleBinding"),
          new Kind("rbac.authorization.k8s.io/v1", "roles", "Role"),
          new Kind("rbac.authorization.k8s.io/v1", "rolebindings", "RoleBinding"));

  private static final List<Kind> OF_CLUSTER =
      List.of(
          new Kind(
              "admissionregistration.k8s.io/v1",
              "mutatingwebhookconfigurations",
              "MutatingWebhookConfiguration"),
          new Kind(
              "admissionregistration.k8s.io/v1",
              "validatingwebhookconfigurations",
              "ValidatingWebhookConfiguration"));

  private final ObjectReads reads;
  private final GatheredArchive archive;
  private final TreeSet<String> namespaces = new TreeSet<>();

  Gathering(ObjectReads reads, GatheredArchive archive) {
    this.reads = reads;
    this.archive = archive;
  }

  /**
   * Gathers everything.
   *
   * @param namespace of custom resources and what is made of them; empty for all
   */
  void all(String namespace) {
    for (var kind : List.of(Kinds.DEPLOYMENT, Kinds.POD)) {
      each(kind, "", InstalledOperator.SELECTOR);
    }
    OF_CLUSTER.forEach(kind -> each(kind, "", ""));
    archive.attempt(
        "custom resources",
        () ->
            reads.each(
                Kinds.CUSTOM_RESOURCE_DEFINITION, "", "", it -> ofDefinition(it, namespace)));
    MADE.forEach(kind -> each(kind, namespace, MANAGED));
    namespaces.forEach(it -> each(Kinds.EVENT, it, ""));
  }

  private void ofDefinition(JsonNode definition, String namespace) {
    if (!definition.at("/spec/group").asText().equals(GROUP)) {
      return;
    }
    archive.object(Kinds.CUSTOM_RESOURCE_DEFINITION, definition);
    var names = definition.at("/spec/names");
    StreamSupport.stream(definition.at("/spec/versions").spliterator(), false)
        .filter(version -> version.path("storage").asBoolean())
        .map(
            version ->
                new Kind(
                    GROUP + "/" + version.path("name").asText(),
                    names.path("plural").asText(),
                    names.path("kind").asText()))
        .forEach(
            kind ->
                each(
                    kind,
                    definition.at("/spec/scope").asText().equals("Namespaced") ? namespace : "",
                    ""));
  }

  private void each(Kind kind, String namespace, String selector) {
    archive.attempt(
        kind.plural(), () -> reads.each(kind, namespace, selector, it -> add(kind, it)));
  }

  private void add(Kind kind, JsonNode object) {
    archive.object(kind, object);
    var namespace = object.at("/metadata/namespace").asText("");
    if (!namespace.isEmpty()) {
      namespaces.add(namespace);
    }
    if (kind.equals(Kinds.POD)) {
      object.at("/spec/containers").forEach(it -> log(object, it.path("name").asText()));
    }
  }

  private void log(JsonNode pod, String container) {
    var namespace = pod.at("/metadata/namespace").asText();
    var name = pod.at("/metadata/name").asText();
    archive.attempt(
        "log of %s/%s".formatted(namespace, name),
        () ->
            reads
                .text(
                    "/api/v1/namespaces/%s/pods/%s/log?container=%s&tailLines=%d"
                        .formatted(namespace, name, container, LOG_LINES))
                .ifPresent(text -> archive.log(namespace, name, container, text)));
  }
}
