// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One environment variable of a container as its tree, which is shared between pods and so is never
 * changed.
 */
public record EnvEntry(String name, JsonNode tree) {

  /** A variable with a literal value. */
  public static EnvEntry of(String name, String value) {
    return new EnvEntry(name, object(name).put("value", value));
  }

  /** A variable that takes a field of the pod; the API server fills in the version. */
  public static EnvEntry ofField(String name, String fieldPath) {
    var tree = object(name);
    tree.putObject("valueFrom").putObject("fieldRef").put("fieldPath", fieldPath);
    return new EnvEntry(name, tree);
  }

  /** A variable as somebody wrote it. */
  public static EnvEntry of(JsonNode tree) {
    return new EnvEntry(tree.path("name").asText(), tree);
  }

  /** Whether the value comes from elsewhere, so that nobody here can know or extend it. */
  public boolean comesFromElsewhere() {
    return tree.hasNonNull("valueFrom");
  }

  /** Whether the variable may turn out to be undefined when the container starts. */
  boolean isOptional() {
    for (var source : tree.path("valueFrom")) {
      if (source.path("optional").asBoolean()) {
        return true;
      }
    }
    return false;
  }

  /** The literal value; empty where there is none. */
  public String value() {
    return tree.path("value").asText("");
  }

  /** The same variable with another literal value. */
  EnvEntry withValue(String value) {
    var copy = tree instanceof ObjectNode object ? shallow(object) : object(name);
    return new EnvEntry(name, copy.put("value", value));
  }

  /** The same variable under another name. */
  EnvEntry withName(String other) {
    var copy = object(other);
    tree.properties()
        .forEach(
            field -> {
              if (!field.getKey().equals("name")) {
                copy.set(field.getKey(), field.getValue());
              }
            });
    return new EnvEntry(other, copy);
  }

  private static ObjectNode shallow(ObjectNode object) {
    return JsonNodeFactory.instance.objectNode().setAll(object);
  }

  private static ObjectNode object(String name) {
    return JsonNodeFactory.instance.objectNode().put("name", name);
  }
}
