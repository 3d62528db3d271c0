// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.conversion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.collector.config.CollectorConfig;
import io.otelop.collector.config.ConfigText;
import java.util.List;
import java.util.Set;

/**
 * What one version says in the words of the other; what these cannot say is left out. Rules:
 * collector.md 1.4. Works on the tree it is given.
 */
final class Plain {

  private static final String CONFIG = "config";
  private static final List<String> SELECTORS =
      List.of("podMonitorSelector", "serviceMonitorSelector");
  private static final Set<String> STRATEGIES =
      Set.of("least-weighted", "consistent-hashing", "per-node");
  private static final List<String> REPLICAS = List.of("minReplicas", "maxReplicas");

  private Plain() {}

  static void toBeta(ObjectNode object) {
    if (object.get("spec") instanceof ObjectNode spec) {
      if (spec.path(CONFIG).isTextual()) {
        spec.set(CONFIG, config(spec.get(CONFIG).textValue()));
      }
      rename(spec, "updateStrategy", "daemonSetUpdateStrategy");
      replicas(spec);
      if (spec.get("targetAllocator") instanceof ObjectNode allocator) {
        strategy(allocator);
        if (allocator.get("prometheusCR") instanceof ObjectNode resources) {
          SELECTORS.forEach(selector -> selectorToBeta(resources, selector));
        }
      }
    }
    if (object.get("status") instanceof ObjectNode status) {
      status.remove(List.of("messages", "replicas"));
    }
  }

  static void toAlpha(ObjectNode object) {
    if (object.get("spec") instanceof ObjectNode spec) {
      if (spec.get(CONFIG) instanceof ObjectNode config) {
        spec.put(CONFIG, ConfigText.of(config));
      }
      rename(spec, "daemonSetUpdateStrategy", "updateStrategy");
      spec.retain(AlphaFields.SPEC);
      AlphaFields.PARTS.forEach(
          (path, fields) -> {
            if (at(spec, path) instanceof ObjectNode part) {
              part.retain(fields);
            }
          });
      if (at(spec, List.of("targetAllocator", "prometheusCR")) instanceof ObjectNode resources) {
        SELECTORS.forEach(selector -> selectorToAlpha(resources, selector));
      }
    }
    if (object.get("status") instanceof ObjectNode status) {
      status.retain(AlphaFields.STATUS);
    }
  }

  /**
   * The config that a text stands for. One that cannot be read, or says nothing, becomes one with
   * nothing in it but the usual telemetry.
   */
  private static ObjectNode config(String text) {
    return ConfigText.parse(text) instanceof ConfigText.Parsed(ObjectNode config)
        ? config
        : empty();
  }

  /** The config that stands for one that cannot be read. */
  static ObjectNode empty() {
    var config = JsonNodeFactory.instance.objectNode();
    config.putObject("receivers");
    config.putObject("exporters");
    config.putObject("service").putObject("pipelines");
    return CollectorConfig.of(config).withDefaults().tree().deepCopy();
  }

  private static void rename(ObjectNode object, String from, String to) {
    var value = object.remove(from);
    if (value != null && !object.has(to)) {
      object.set(to, value);
    }
  }

  private static void replicas(ObjectNode spec) {
    for (var field : REPLICAS) {
      var value = spec.remove(field);
      var autoscaler = spec.path("autoscaler");
      if (value != null
          && !value.isNull()
          && (autoscaler.isMissingNode() || autoscaler.isObject())) {
        var scaled =
            autoscaler instanceof ObjectNode object ? object : spec.putObject("autoscaler");
        if (!scaled.has(field)) {
          scaled.set(field, value);
        }
      }
    }
  }

  private static void strategy(ObjectNode allocator) {
    var allocation = allocator.path("allocationStrategy");
    if (allocation.isTextual() && !STRATEGIES.contains(allocation.textValue())) {
      allocator.remove("allocationStrategy");
    }
    var filter = allocator.path("filterStrategy");
    if (filter.isTextual() && !filter.textValue().equals("relabel-config")) {
      allocator.put("filterStrategy", "");
    }
  }

  private static void selectorToBeta(ObjectNode resources, String field) {
    var labels = resources.get(field);
    var selector = resources.putObject(field);
    if (labels != null && labels.isObject() && !labels.isEmpty()) {
      selector.set("matchLabels", labels);
    }
  }

  private static void selectorToAlpha(ObjectNode resources, String field) {
    var selector = resources.remove(field);
    if (selector != null && selector.get("matchLabels") instanceof ObjectNode labels) {
      resources.set(field, labels);
    }
  }

  private static JsonNode at(JsonNode object, List<String> path) {
    var at = object;
    for (var key : path) {
      at = at.path(key);
    }
    return at;
  }
}
