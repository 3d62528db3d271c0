// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The patch by which {@code kubectl apply} without {@code --server-side} makes an object what a
 * manifest says: all of the manifest, and the removal of what the last manifest had and this one
 * has not. Other fields stay. Pure.
 */
final class AppliedPatch {

  private static final String NAME = "name";

  private AppliedPatch() {}

  /**
   * The patch.
   *
   * @param last the manifest that was applied before
   * @param isStrategic whether elements of lists that have a name are merged by it, as those of
   *     Kubernetes' own kinds; otherwise lists are replaced
   */
  static JsonNode of(JsonNode last, JsonNode wanted, boolean isStrategic) {
    return merged(last, wanted, isStrategic);
  }

  private static JsonNode merged(JsonNode last, JsonNode wanted, boolean isStrategic) {
    if (last instanceof ObjectNode before && wanted instanceof ObjectNode now) {
      var patch = now.deepCopy();
      for (var field : before.properties()) {
        var value = now.get(field.getKey());
        if (value == null) {
          patch.putNull(field.getKey());
        } else {
          patch.set(field.getKey(), merged(field.getValue(), value, isStrategic));
        }
      }
      return patch;
    }
    return isStrategic && last instanceof ArrayNode before && wanted instanceof ArrayNode now
        ? mergedByName(before, now)
        : wanted;
  }

  private static JsonNode mergedByName(ArrayNode last, ArrayNode wanted) {
    var patch = wanted.arrayNode();
    for (var element : wanted) {
      patch.add(
          named(last, element.path(NAME).asText(""))
              .map(before -> merged(before, element, true))
              .orElse(element));
    }
    for (var element : last) {
      var name = element.path(NAME).asText("");
      if (!name.isEmpty() && named(wanted, name).isEmpty()) {
        patch.addObject().put("$patch", "delete").put(NAME, name);
      }
    }
    return patch;
  }

  private static Optional<JsonNode> named(ArrayNode list, String name) {
    return name.isEmpty()
        ? Optional.empty()
        : StreamSupport.stream(list.spliterator(), false)
            .filter(element -> element.path(NAME).asText("").equals(name))
            .findFirst();
  }
}
