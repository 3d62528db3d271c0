// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A value that has every property a schema knows. */
final class SchemaExample {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SchemaExample() {}

  /** The value; the same for the same schema. */
  static JsonNode of(JsonNode schema) {
    if (schema.has("enum")) {
      return schema.path("enum").get(schema.path("enum").size() - 1);
    }
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return JSON.textNode(schema.has("pattern") ? "2Gi" : "25%");
    }
    return switch (schema.path("type").asText()) {
      case "object" -> object(schema);
      case "array" -> JSON.arrayNode().add(of(schema.path("items")));
      case "string" -> JSON.textNode(text(schema));
      case "integer" ->
          schema.path("format").asText().equals("int64")
              ? JSON.numberNode(1L + Integer.MAX_VALUE)
              : JSON.numberNode(7);
      case "boolean" -> JSON.booleanNode(true);
      default -> throw new IllegalArgumentException("no type: " + schema);
    };
  }

  private static ObjectNode object(JsonNode schema) {
    var value = JSON.objectNode();
    schema
        .path("properties")
        .properties()
        .forEach(property -> value.set(property.getKey(), of(property.getValue())));
    if (schema.has("additionalProperties")) {
      value.set("a.key/of-ours", of(schema.path("additionalProperties")));
    }
    if (schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      value.set("anything", JSON.objectNode().putNull("nothing").put("number", 1.5));
    }
    return value;
  }

  private static String text(JsonNode schema) {
    return switch (schema.path("format").asText()) {
      case "date-time" -> "2026-01-02T03:04:05Z";
      case "duration" -> "1m30s";
      default -> "text";
    };
  }
}
