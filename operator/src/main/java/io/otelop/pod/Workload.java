// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.naming.Labels;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A pod, or an object of Kubernetes whose controller makes pods of a template: both ways between
 * the two, without a cluster. What only a cluster can tell stands in by a name that shows it.
 *
 * @param tree the object as a user wrote it; never changed
 */
public record Workload(JsonNode tree) {

  private static final String POD = "pod";

  /** Stands in for what the Deployment controller hashes. */
  private static final String HASH = "pod-template-hash";

  /** Stands in for the minute at which a CronJob makes a Job. */
  private static final String MINUTE = "scheduled-minute";

  /** Where the kinds that have a template have it, as a JSON pointer. */
  private static final Map<String, String> TEMPLATES =
      Map.of(
          "deployment", "/spec/template",
          "replicaset", "/spec/template",
          "statefulset", "/spec/template",
          "daemonset", "/spec/template",
          "job", "/spec/template",
          "cronjob", "/spec/jobTemplate/spec/template");

  private static final Map<String, String> GROUPS =
      Map.of(
          POD,
          "v1",
          "deployment",
          "apps/v1",
          "replicaset",
          "apps/v1",
          "statefulset",
          "apps/v1",
          "daemonset",
          "apps/v1",
          "job",
          "batch/v1",
          "cronjob",
          "batch/v1");

  /** The object as a workload; empty for one of another kind. */
  public static Optional<Workload> of(JsonNode tree) {
    var kind = tree.path("kind").asText("").toLowerCase(Locale.ROOT);
    return tree.path("apiVersion").asText("").equals(GROUPS.get(kind))
        ? Optional.of(new Workload(tree))
        : Optional.empty();
  }

  /** As Kubernetes writes it, such as {@code Deployment}. */
  public String kind() {
    return tree.path("kind").asText();
  }

  /** Name of the object; empty where the API server is to generate it. */
  public String name() {
    return tree.path("metadata").path("name").asText("");
  }

  /** Namespace that the object names, or else the given one. */
  public String namespace(String otherwise) {
    return tree.path("metadata").path("namespace").asText(otherwise);
  }

  /** A pod as the controllers make it of the template, or the pod itself. */
  public JsonNode pod() {
    if (isPod()) {
      return tree;
    }
    var template = template();
    var pod = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Pod");
    var metadata = pod.putObject("metadata");
    var owner = owner();
    metadata.put("generateName", owner.name() + "-");
    var given = template.path("metadata");
    copy(given, "annotations", metadata);
    copy(given, "labels", metadata);
    if (kind().equals("Deployment")) {
      metadata.withObject("/labels").put(Labels.POD_TEMPLATE_HASH, HASH);
    }
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", owner.kind().equals("Job") ? "batch/v1" : "apps/v1")
        .put("kind", owner.kind())
        .put("name", owner.name())
        .put("uid", owner.uid())
        .put("controller", true)
        .put("blockOwnerDeletion", true);
    pod.set("spec", template.path("spec").deepCopy());
    return pod;
  }

  /** Who owns the owners of {@link #pod()}: what a cluster would tell, from the names. */
  public OwnerLookup owners() {
    var between = owner();
    return (_, asked) ->
        asked.equals(between) && !between.kind().equals(kind())
            ? Optional.of(List.of(new Owner(kind(), name(), uid())))
            : Optional.empty();
  }

  /** This workload with the annotations and the spec of a pod that was {@link #pod()}. */
  public ObjectNode with(JsonNode pod) {
    if (isPod()) {
      return pod.deepCopy();
    }
    ObjectNode changed = tree.deepCopy();
    var template = (ObjectNode) changed.at(TEMPLATES.get(key()));
    template.set("spec", pod.path("spec").deepCopy());
    var annotations = pod.path("metadata").path("annotations");
    if (!annotations.isEmpty()) {
      template.withObject("/metadata").set("annotations", annotations.deepCopy());
    }
    return changed;
  }

  /** Whether there is a template with a container, so that a pod can be made of it. */
  public boolean isComplete() {
    return !template().path("spec").path("containers").isEmpty();
  }

  private JsonNode template() {
    return isPod() ? tree : tree.at(TEMPLATES.get(key()));
  }

  /** The direct owner of the pods. */
  private Owner owner() {
    return switch (kind()) {
      case "Deployment" -> new Owner("ReplicaSet", name() + "-" + HASH, "");
      case "CronJob" -> new Owner("Job", name() + "-" + MINUTE, "");
      default -> new Owner(kind(), name(), uid());
    };
  }

  private String uid() {
    return tree.path("metadata").path("uid").asText("");
  }

  /** Whether it is a pod itself. */
  public boolean isPod() {
    return key().equals(POD);
  }

  private String key() {
    return kind().toLowerCase(Locale.ROOT);
  }

  private static void copy(JsonNode from, String field, ObjectNode to) {
    if (from.path(field).isObject()) {
      to.set(field, from.get(field).deepCopy());
    }
  }
}
