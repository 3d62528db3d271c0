// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** The operations of RFC 6902 that give a tree the members that another one has more. */
public final class AddedFields {

  private AddedFields() {}

  /** Operations for members that are new or have another value; none for those that are gone. */
  public static ArrayNode patch(JsonNode before, JsonNode after) {
    var operations = JsonNodeFactory.instance.arrayNode();
    compare("", before, after, operations);
    return operations;
  }

  private static void compare(String path, JsonNode before, JsonNode after, ArrayNode operations) {
    after
        .properties()
        .forEach(
            field -> {
              var at = path + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
              var old = before.path(field.getKey());
              if (old.isObject() && field.getValue().isObject()) {
                compare(at, old, field.getValue(), operations);
              } else if (!old.equals(field.getValue())) {
                operations
                    .addObject()
                    .put("op", "add")
                    .put("path", at)
                    .set("value", field.getValue());
              }
            });
  }
}
