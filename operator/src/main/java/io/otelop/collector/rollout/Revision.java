// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.collector.EffectiveCollector;
import io.otelop.crds.collector.OpenTelemetryCollectorSpec;
import io.otelop.naming.Sha256;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What decides, besides the config, whether a collector starts.
 *
 * @param image that runs, named by the spec or by default
 * @param parts of the spec, as the user wrote them
 */
public record Revision(String image, JsonNode parts) {

  /** Properties of the spec; a change of any other one needs no check. */
  private static final List<String> PARTS =
      List.of(
          "image",
          "args",
          "command",
          "env",
          "envFrom",
          "volumes",
          "volumeMounts",
          "configmaps",
          "initContainers",
          "serviceAccount",
          "securityContext",
          "podSecurityContext");

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private static final String CONFIG = "config";

  /** Annotations of an object may have 256 KiB together. */
  private static final int LONGEST = 100_000;

  /** The revision of a collector as it is wanted. */
  public static Revision of(EffectiveCollector collector) {
    return new Revision(collector.image(), parts(collector.spec()));
  }

  /** The parts of a spec; a fresh tree. */
  public static JsonNode parts(OpenTelemetryCollectorSpec spec) {
    ObjectNode tree = JSON.valueToTree(spec);
    return tree.retain(PARTS);
  }

  /** One that {@link #text} wrote; empty where it is none. */
  public static Optional<Revision> parse(String text) {
    try {
      var tree = JSON.readTree(text);
      return tree.path("image").isTextual() && tree.path("spec").isObject()
          ? Optional.of(new Revision(tree.get("image").textValue(), tree.get("spec")))
          : Optional.empty();
    } catch (JsonProcessingException notOurs) {
      return Optional.empty();
    }
  }

  /** The config in a text that {@link #textWith} wrote; empty where there is none. */
  public static Optional<JsonNode> config(String text) {
    try {
      return Optional.of(JSON.readTree(text).path(CONFIG)).filter(JsonNode::isObject);
    } catch (JsonProcessingException notOurs) {
      return Optional.empty();
    }
  }

  /** One line; empty where it would be too long to be kept in an annotation. */
  public Optional<String> text() {
    return text(null);
  }

  /** The same with the config, for pods that get another one than the user wrote. */
  public Optional<String> textWith(JsonNode config) {
    return text(config);
  }

  private Optional<String> text(@Nullable JsonNode config) {
    var tree = JsonNodeFactory.instance.objectNode();
    tree.put("image", image);
    tree.set("spec", parts);
    if (config != null) {
      tree.set(CONFIG, config);
    }
    var text = tree.toString();
    return text.length() <= LONGEST ? Optional.of(text) : Optional.empty();
  }

  /** Full hex SHA-256 of this and a config. */
  public String hashWith(String configHash) {
    return Sha256.hex(configHash + image + parts);
  }

  /** A spec that differs from the given one in its config and the parts of this revision. */
  public OpenTelemetryCollectorSpec in(OpenTelemetryCollectorSpec spec, JsonNode config) {
    ObjectNode tree = JSON.valueToTree(spec);
    tree.remove(PARTS);
    tree.setAll((ObjectNode) parts);
    tree.set("config", config);
    return JSON.convertValue(tree, OpenTelemetryCollectorSpec.class);
  }
}
