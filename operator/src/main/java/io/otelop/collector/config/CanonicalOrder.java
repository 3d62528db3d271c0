// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The compatible order of a config's keys, collector.md 1.2: the known keys of each level first and
 * in their order, every other key sorted by its bytes; keys that mean nothing when empty are left
 * out.
 */
final class CanonicalOrder {

  private static final List<String> TOP =
      List.of("receivers", "exporters", "processors", "connectors", "extensions", "service");
  private static final List<String> SERVICE = List.of("extensions", "telemetry", "pipelines");
  private static final List<String> PIPELINE = List.of("exporters", "processors", "receivers");

  private static final Comparator<String> BY_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private CanonicalOrder() {}

  static ObjectNode of(ObjectNode config) {
    var result = JsonNodeFactory.instance.objectNode();
    for (var key : TOP) {
      var value = config.get(key);
      switch (key) {
        case "receivers", "exporters" ->
            result.set(key, value == null ? JsonNodeFactory.instance.nullNode() : sorted(value));
        case "service" -> result.set(key, service(config.path(key)));
        default -> {
          if (value != null && !value.isNull()) {
            result.set(key, sorted(value));
          }
        }
      }
    }
    rest(config, TOP, result);
    return result;
  }

  private static ObjectNode service(JsonNode service) {
    var result = JsonNodeFactory.instance.objectNode();
    for (var key : SERVICE) {
      var value = service.path(key);
      switch (key) {
        case "extensions" -> {
          if (!value.isEmpty()) {
            result.set(key, value);
          }
        }
        case "pipelines" -> result.set(key, pipelines(value));
        default -> {
          if (!value.isMissingNode() && !value.isNull()) {
            result.set(key, sorted(value));
          }
        }
      }
    }
    rest(service, SERVICE, result);
    return result;
  }

  private static JsonNode pipelines(JsonNode pipelines) {
    if (!pipelines.isObject()) {
      return JsonNodeFactory.instance.nullNode();
    }
    var result = JsonNodeFactory.instance.objectNode();
    for (var id : sortedKeys(pipelines)) {
      var pipeline = pipelines.get(id);
      result.set(id, pipeline.isObject() ? pipeline(pipeline) : pipeline);
    }
    return result;
  }

  private static ObjectNode pipeline(JsonNode pipeline) {
    var result = JsonNodeFactory.instance.objectNode();
    for (var key : PIPELINE) {
      var value = pipeline.path(key);
      if (key.equals("processors") && value.isEmpty()) {
        continue;
      }
      result.set(key, value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value);
    }
    rest(pipeline, PIPELINE, result);
    return result;
  }

  private static void rest(JsonNode from, List<String> known, ObjectNode to) {
    for (var key : sortedKeys(from)) {
      if (!known.contains(key)) {
        to.set(key, sorted(from.get(key)));
      }
    }
  }

  private static JsonNode sorted(JsonNode value) {
    if (value.isObject()) {
      var result = JsonNodeFactory.instance.objectNode();
      sortedKeys(value).forEach(key -> result.set(key, sorted(value.get(key))));
      return result;
    }
    if (value.isArray()) {
      var result = JsonNodeFactory.instance.arrayNode(value.size());
      value.forEach(item -> result.add(sorted(item)));
      return result;
    }
    return value;
  }

  private static List<String> sortedKeys(JsonNode object) {
    return object.propertyStream().map(java.util.Map.Entry::getKey).sorted(BY_BYTES).toList();
  }
}
