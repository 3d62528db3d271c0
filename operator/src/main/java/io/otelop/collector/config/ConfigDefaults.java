// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.collector.component.Components;
import io.otelop.collector.component.Section;
import java.util.List;

/** The defaults that the operator adds to a config before it is hashed, collector.md 4.2. */
final class ConfigDefaults {

  private static final List<Section> LISTENING =
      List.of(Section.RECEIVERS, Section.EXPORTERS, Section.EXTENSIONS);

  private ConfigDefaults() {}

  /** Adds the defaults to the tree itself. */
  static ObjectNode apply(ObjectNode tree) {
    var config = CollectorConfig.of(tree);
    for (var section : LISTENING) {
      if (tree.get(section.key()) instanceof ObjectNode components) {
        config.eachEnabled(
            section,
            (id, settings) ->
                components.set(id.text(), Components.of(section, id).completed(settings)));
      }
    }
    telemetry(tree);
    return tree;
  }

  private static void telemetry(ObjectNode tree) {
    if (!(tree.get("service") instanceof ObjectNode service)) {
      return;
    }
    var telemetry = child(service, "telemetry");
    var metrics = telemetry == null ? null : child(telemetry, "metrics");
    if (metrics == null
        || !metrics.path("address").asText("").isEmpty()
        || !metrics.path("readers").isEmpty()) {
      return;
    }
    metrics
        .putArray("readers")
        .addObject()
        .putObject("pull")
        .putObject("exporter")
        .putObject("prometheus")
        .put("host", TelemetryEndpoint.DEFAULT.host())
        .put("port", TelemetryEndpoint.DEFAULT.port());
  }

  /** The object under a key, made where it is missing or null; null where something else is. */
  private static @org.jspecify.annotations.Nullable ObjectNode child(
      ObjectNode parent, String key) {
    var value = parent.get(key);
    if (value == null || value.isNull()) {
      return parent.putObject(key);
    }
    return value instanceof ObjectNode object ? object : null;
  }
}
