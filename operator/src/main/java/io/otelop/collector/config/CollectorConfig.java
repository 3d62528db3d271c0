// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.collector.component.ComponentId;
import io.otelop.collector.component.Section;
import io.otelop.yaml.BlockYaml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A collector's config as an immutable tree. It renders every key that came in, known or not, and
 * hashes by the compatible rule, collector.md 2.6.
 */
public final class CollectorConfig {

  /** What the API server takes as the data of a ConfigMap. */
  private static final int MAX_TEXT = 1024 * 1024;

  private final ObjectNode tree;

  private CollectorConfig(ObjectNode tree) {
    this.tree = tree;
  }

  /**
   * The config as it was given.
   *
   * @param config copied; anything but an object counts as an empty one
   */
  public static CollectorConfig of(JsonNode config) {
    return new CollectorConfig(
        config instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode());
  }

  /** A config that {@link #yaml} wrote; empty where the text is none. */
  public static Optional<CollectorConfig> parse(String yaml) {
    try {
      var tree = BlockYaml.read(yaml);
      return tree.isObject() ? Optional.of(of(tree)) : Optional.empty();
    } catch (YamlEngineException notOurs) {
      return Optional.empty();
    }
  }

  /** This config with the defaults that the operator adds, collector.md 4.2. */
  public CollectorConfig withDefaults() {
    return new CollectorConfig(ConfigDefaults.apply(tree.deepCopy()));
  }

  /** This config as pods get it where a target allocator shares out their targets. */
  public CollectorConfig with(TargetAllocation allocation) {
    return allocation.appliedTo(this);
  }

  /** The settings of a component; a missing node where the config does not define it. */
  public JsonNode settings(Section section, ComponentId id) {
    return tree.path(section.key()).path(id.text());
  }

  /** The ids that a section defines, in the order of the config. */
  public List<ComponentId> defined(Section section) {
    var ids = new ArrayList<ComponentId>();
    tree.path(section.key()).fieldNames().forEachRemaining(id -> ids.add(new ComponentId(id)));
    return ids;
  }

  /** The ids of a section that some pipeline, or the service, uses; sorted as first met. */
  public Set<ComponentId> used(Section section) {
    var ids = new LinkedHashSet<ComponentId>();
    if (section == Section.EXTENSIONS) {
      addAll(ids, tree.path("service").path(section.key()));
      return ids;
    }
    eachPipeline((_, pipeline) -> addAll(ids, pipeline.path(section.key())));
    return ids;
  }

  /** Used and defined components of a section, with their settings. */
  public void eachEnabled(Section section, BiConsumer<ComponentId, JsonNode> action) {
    for (var id : used(section)) {
      var settings = settings(section, id);
      if (!settings.isMissingNode()) {
        action.accept(id, settings);
      }
    }
  }

  /** The pipelines by id, in the order of the config. */
  public void eachPipeline(BiConsumer<String, JsonNode> action) {
    tree.path("service")
        .path("pipelines")
        .properties()
        .forEach(pipeline -> action.accept(pipeline.getKey(), pipeline.getValue()));
  }

  /** The whole config; not to be changed. */
  public JsonNode tree() {
    return tree;
  }

  /** Full hex SHA-256 of the canonical JSON of this config. */
  public String hash() {
    return CanonicalJson.sha256(tree);
  }

  /** The config as the collector reads it: YAML with a line break at its end. */
  public String yaml() {
    return BlockYaml.of(CanonicalOrder.of(tree));
  }

  /** Whether its text is short enough for a ConfigMap. */
  public boolean fitsConfigMap() {
    // The text is written only where it may be too long: as JSON it is never a tenth of that.
    return tree.toString().length() < MAX_TEXT / 10
        || yaml().getBytes(StandardCharsets.UTF_8).length <= MAX_TEXT;
  }

  /** Where the collector shows its own metrics. */
  public TelemetryEndpoint telemetry() {
    return TelemetryEndpoint.of(tree.path("service").path("telemetry").path("metrics"));
  }

  private static void addAll(Set<ComponentId> ids, JsonNode list) {
    if (list.isArray()) {
      list.forEach(id -> ids.add(new ComponentId(id.asText())));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CollectorConfig config && config.tree.equals(tree);
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }

  @Override
  public String toString() {
    return "CollectorConfig[" + hash().substring(0, 8) + "]";
  }
}
