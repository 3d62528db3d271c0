// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The spec of a collector as a tree that can be changed. */
record SpecTree(ObjectNode spec) {

  /** Does something to each component of a section whose type begins so. */
  void each(String section, String type, BiConsumer<String, ObjectNode> action) {
    var components = config().path(section);
    for (var id : names(components)) {
      if (id.startsWith(type)) {
        action.accept(id, components.get(id) instanceof ObjectNode it ? it : empty());
      }
    }
  }

  /** Removes a component, also from the pipelines. */
  void remove(String section, String id) {
    ((ObjectNode) config().path(section)).remove(id);
    eachUse(section, ids -> removeText(ids, id));
  }

  /** Gives a component another id, also in the pipelines. */
  void rename(String section, String id, String other) {
    var components = (ObjectNode) config().path(section);
    components.set(other, components.remove(id));
    eachUse(
        section,
        ids -> {
          for (var i = 0; i < ids.size(); i++) {
            if (ids.get(i).asText().equals(id)) {
              ids.set(i, TextNode.valueOf(other));
            }
          }
        });
  }

  /** Takes an argument away. */
  Optional<String> takeArgument(String name) {
    return spec.path("args") instanceof ObjectNode args && args.has(name)
        ? Optional.of(args.remove(name).asText())
        : Optional.empty();
  }

  ObjectNode telemetry(String signal) {
    return object(object(object(config(), "service"), "telemetry"), signal);
  }

  Optional<ObjectNode> autoscaler() {
    return spec.path("autoscaler") instanceof ObjectNode it ? Optional.of(it) : Optional.empty();
  }

  ObjectNode config() {
    return object(spec, "config");
  }

  /** A property that is an object, made where it is not. */
  static ObjectNode object(ObjectNode of, String name) {
    return of.path(name) instanceof ObjectNode it ? it : of.putObject(name);
  }

  static List<String> names(JsonNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private ObjectNode empty() {
    return spec.objectNode();
  }

  private void eachUse(String section, java.util.function.Consumer<ArrayNode> action) {
    for (var pipeline : config().path("service").path("pipelines")) {
      if (pipeline.path(section) instanceof ArrayNode ids) {
        action.accept(ids);
      }
    }
  }

  private static void removeText(ArrayNode ids, String id) {
    for (var i = ids.size() - 1; i >= 0; i--) {
      if (ids.get(i).asText().equals(id)) {
        ids.remove(i);
      }
    }
  }
}
