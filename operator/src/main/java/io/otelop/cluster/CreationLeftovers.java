// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * What an apply that is only tried leaves of an object's creation, and one that is carried out does
 * not, since {@link AppliedFields} come first.
 */
final class CreationLeftovers {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What the API server keeps whoever takes it away. */
  private static final Set<String> ALLOCATED =
      Set.of("clusterIP", "clusterIPs", "nodePort", "healthCheckNodePort");

  private CreationLeftovers() {}

  /** Whether an object still has any. */
  static boolean areIn(JsonNode object, String manager) {
    return !fields(object, manager, "Update").isMissingNode();
  }

  /**
   * Takes them away.
   *
   * @param tried the answer to the apply, changed in place
   * @param asNew the same object as a new one would be, with the defaults of the API server
   * @param creator manager of the creation
   * @param applier manager of the apply
   */
  static void remove(JsonNode tried, JsonNode asNew, String creator, String applier) {
    remove(tried, fields(tried, creator, "Update"), fields(tried, applier, "Apply"), asNew);
  }

  private static JsonNode fields(JsonNode object, String manager, String operation) {
    for (var entry : object.path("metadata").path("managedFields")) {
      if (entry.path("manager").asText().equals(manager)
          && entry.path("operation").asText().equals(operation)
          && entry.path("subresource").asText("").isEmpty()) {
        return entry.path("fieldsV1");
      }
    }
    return MissingNode.getInstance();
  }

  /** Field sets have {@code f:name} for a field and {@code k:{...}} for the item with that key. */
  private static void remove(JsonNode at, JsonNode created, JsonNode applied, JsonNode asNew) {
    for (var field : created.properties()) {
      var key = field.getKey();
      if (key.startsWith("f:") && at instanceof ObjectNode parent) {
        removeField(parent, key.substring(2), field.getValue(), applied.path(key), asNew);
      } else if (key.startsWith("k:") && at instanceof ArrayNode items) {
        removeItem(items, parsed(key.substring(2)), field.getValue(), applied.path(key), asNew);
      }
    }
  }

  private static void removeField(
      ObjectNode parent, String name, JsonNode created, JsonNode applied, JsonNode asNew) {
    var fresh = asNew.path(name);
    if (!applied.isMissingNode()) {
      remove(parent.path(name), created, applied, fresh);
    } else if (fresh.isMissingNode()) {
      parent.remove(name);
    } else if (!ALLOCATED.contains(name)) {
      parent.set(name, fresh);
    }
  }

  private static void removeItem(
      ArrayNode items, JsonNode key, JsonNode created, JsonNode applied, JsonNode asNew) {
    for (var i = items.size() - 1; i >= 0; i--) {
      if (!hasKey(items.get(i), key)) {
        continue;
      }
      if (applied.isMissingNode()) {
        items.remove(i);
      } else {
        remove(items.get(i), created, applied, withKey(asNew, key));
      }
    }
  }

  private static JsonNode withKey(JsonNode items, JsonNode key) {
    return items
        .valueStream()
        .filter(item -> hasKey(item, key))
        .findFirst()
        .orElseGet(MissingNode::getInstance);
  }

  private static boolean hasKey(JsonNode item, JsonNode key) {
    return key.propertyStream().allMatch(it -> item.path(it.getKey()).equals(it.getValue()));
  }

  private static JsonNode parsed(String key) {
    try {
      return JSON.readTree(key);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a field set of the API server is not one", impossible);
    }
  }
}
