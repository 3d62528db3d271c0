// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Operations of RFC 6902 in the making; holds changed paths only. */
final class PodPatch {

  private final ArrayNode operations = JsonNodeFactory.instance.arrayNode();

  /** A member or an element that was not there. */
  void add(String path, JsonNode value) {
    operation("add", path, value);
  }

  /** Another value for what is there. */
  void replace(String path, JsonNode value) {
    operation("replace", path, value);
  }

  void remove(String path) {
    operations.addObject().put("op", "remove").put("path", path);
  }

  ArrayNode operations() {
    return operations;
  }

  /** A key as a segment of a JSON pointer (RFC 6901). */
  static String segment(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  private void operation(String operation, String path, JsonNode value) {
    operations.addObject().put("op", operation).put("path", path).set("value", value);
  }
}
