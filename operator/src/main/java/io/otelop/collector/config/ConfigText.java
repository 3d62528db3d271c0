// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.yaml.BlockYaml;
import io.otelop.yaml.YamlText;

/** A config as YAML text, as people write it and as the collector reads it. */
public final class ConfigText {

  private ConfigText() {}

  /** What a text turned out to be. */
  public sealed interface Result {}

  /** One document; a null node where the text says nothing. */
  public record Parsed(JsonNode tree) implements Result {}

  /**
   * No document that can be used.
   *
   * @param problem one clause that says where
   */
  public record Broken(String problem) implements Result {}

  /** Reads a text; never fails. */
  public static Result parse(String text) {
    return switch (YamlText.parse(text)) {
      case YamlText.Broken(var problem) -> new Broken(problem);
      case YamlText.Parsed(var documents) when documents.isEmpty() ->
          new Parsed(JsonNodeFactory.instance.nullNode());
      case YamlText.Parsed(var documents) when documents.size() == 1 ->
          new Parsed(documents.getFirst());
      case YamlText.Parsed(var documents) ->
          new Broken("it has " + documents.size() + " documents, and a config is one");
    };
  }

  /** The text of a config, as the collector reads it. */
  public static String of(ObjectNode config) {
    return BlockYaml.of(CanonicalOrder.of(config));
  }
}
