// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An object that was made with a plain POST, ready for Server-Side Apply. An apply takes away only
 * what an earlier apply of the same manager has set, so what the POST has set is first declared to
 * be applied, as client tools do that have moved from the one to the other (Kubernetes
 * documentation, Server-Side Apply, upgrading from client-side apply). What the Go operator has
 * written is taken over in the same way: a port or a variable would else stay for ever.
 */
final class AppliedFields {

  private static final String UPDATE = "Update";
  private static final String APPLY = "Apply";

  /** The API server notes a program that gives itself no other name by that of its file. */
  static final String GO_OPERATOR = "manager";

  /** What an object is for, and not what others note at it. */
  private static final List<String> CONTENT = List.of("f:spec", "f:data");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final KubernetesClient client;
  private final String creator;
  private final String applier;

  /**
   * Takes over what the given client makes.
   *
   * @param applier the manager in applies
   */
  AppliedFields(KubernetesClient client, String applier) {
    this.client = client;
    this.creator = creator(client);
    this.applier = applier;
  }

  /** Without another name the API server takes the program's that it is told in a header. */
  private static String creator(KubernetesClient client) {
    var agent = Objects.requireNonNullElse(client.getConfiguration().getUserAgent(), "");
    return agent.replaceFirst("/.*", "");
  }

  /**
   * Declares the fields of an object to be applied where they are not: two requests then, and none
   * where they are.
   *
   * @param observed the object as a cache has it
   */
  void takeOver(HasMetadata observed) {
    var entries = observed.getMetadata().getManagedFields();
    if (entries.stream().noneMatch(it -> isOf(it, creator, UPDATE) || isOf(it, GO_OPERATOR, UPDATE))
        || entries.stream().anyMatch(it -> isOf(it, applier, APPLY))) {
      return;
    }
    declare(
        observed,
        (manager, fields) -> {
          var isTaken = manager.equals(creator) || manager.equals(GO_OPERATOR);
          return isTaken ? fields.properties() : Set.of();
        });
  }

  /**
   * Declares what anybody else has written into the content of an object to be applied, too. An
   * apply would leave it, and where it contradicts ours, as a second port of one name does, be
   * refused for ever.
   *
   * @return whether there was anything
   */
  boolean takeFromOthers(HasMetadata observed) {
    return declare(
        observed,
        (manager, fields) ->
            fields.properties().stream()
                .filter(field -> CONTENT.contains(field.getKey()))
                .collect(Collectors.toSet()));
  }

  /** Which of the fields that a manager has written are to be declared. */
  private interface Choice {
    Set<Map.Entry<String, JsonNode>> of(String manager, JsonNode fields);
  }

  private boolean declare(HasMetadata observed, Choice choice) {
    try {
      var metadata = JSON.readTree(client.raw(path(observed))).path("metadata");
      var managers = declared(metadata.path("managedFields"), observed.getApiVersion(), choice);
      if (managers.isEmpty()) {
        return false;
      }
      client
          .resource(observed)
          .patch(
              PatchContext.of(PatchType.JSON), JSON.writeValueAsString(patch(metadata, managers)));
      return true;
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("the API server answered without JSON", impossible);
    }
  }

  /** The managers afterwards; empty where nothing is to be declared. */
  private ArrayNode declared(JsonNode managers, String version, Choice choice) {
    var ours = JSON.createObjectNode();
    var kept = JSON.createArrayNode();
    var taken = JSON.createObjectNode();
    for (var entry : managers) {
      if (!entry.path("subresource").isMissingNode()
          || !entry.path("apiVersion").asText().equals(version)) {
        kept.add(entry);
      } else if (entry.path("operation").asText().equals(APPLY)
          && entry.path("manager").asText().equals(applier)) {
        ours.setAll((ObjectNode) entry.deepCopy());
      } else if (entry.path("operation").asText().equals(UPDATE)) {
        ObjectNode rest = entry.deepCopy();
        for (var field : choice.of(entry.path("manager").asText(), entry.path("fieldsV1"))) {
          merge(taken, field.getKey(), field.getValue());
          rest.withObject("fieldsV1").remove(field.getKey());
        }
        if (!rest.path("fieldsV1").isEmpty()) {
          kept.add(rest);
        }
      } else {
        kept.add(entry);
      }
    }
    if (taken.isEmpty()) {
      return JSON.createArrayNode();
    }
    ours.put("manager", applier)
        .put("operation", APPLY)
        .put("apiVersion", version)
        .put("fieldsType", "FieldsV1");
    taken
        .properties()
        .forEach(it -> merge(ours.withObject("fieldsV1"), it.getKey(), it.getValue()));
    return kept.add(ours);
  }

  private static void merge(ObjectNode into, String key, JsonNode fields) {
    if (into.get(key) instanceof ObjectNode has) {
      fields.properties().forEach(it -> merge(has, it.getKey(), it.getValue()));
    } else {
      into.set(key, fields.deepCopy());
    }
  }

  /** It fails, and is tried again, if the object has changed in between. */
  private static JsonNode patch(JsonNode metadata, JsonNode managers) {
    var patch = JSON.createArrayNode();
    patch
        .addObject()
        .put("op", "test")
        .put("path", "/metadata/resourceVersion")
        .put("value", metadata.path("resourceVersion").asText());
    patch
        .addObject()
        .put("op", "replace")
        .put("path", "/metadata/managedFields")
        .set("value", managers);
    return patch;
  }

  private static boolean isOf(ManagedFieldsEntry entry, String manager, String operation) {
    return manager.equals(entry.getManager())
        && operation.equals(entry.getOperation())
        && Objects.requireNonNullElse(entry.getSubresource(), "").isEmpty();
  }

  private static String path(HasMetadata object) {
    var version = object.getApiVersion();
    var metadata = object.getMetadata();
    return (version.contains("/") ? "/apis/" : "/api/")
        + version
        + (metadata.getNamespace() == null ? "" : "/namespaces/" + metadata.getNamespace())
        + "/"
        + object.getPlural()
        + "/"
        + metadata.getName();
  }
}
