// SPDX-License-Identifier: Apache-2.0
package io.otelop.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A text in YAML as JSON trees. A text that aliases would make enormous is refused, like one that
 * is no YAML.
 */
public final class YamlText {

  private static final String MERGE = "<<";
  private static final int MAX_CHARACTERS = 8 * 1024 * 1024;
  private static final int MAX_ALIASES = 10_000;
  private static final int MAX_DEPTH = 500;

  /** What aliases may make of a text that is small by itself. */
  private static final int MAX_VALUES = 2_000_000;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private int values;

  private YamlText() {}

  /** What a text turned out to be. */
  public sealed interface Result {}

  /** The documents; a null node where one says nothing. */
  public record Parsed(List<JsonNode> documents) implements Result {

    /** Copies the list. */
    public Parsed {
      documents = List.copyOf(documents);
    }
  }

  /**
   * Nothing that can be used.
   *
   * @param problem one clause that says where
   */
  public record Broken(String problem) implements Result {}

  /** Reads every document of a text; never fails. */
  public static Result parse(String text) {
    var settings =
        LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setCodePointLimit(MAX_CHARACTERS)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setAllowDuplicateKeys(false)
            .build();
    try {
      var reader = new YamlText();
      var documents = new ArrayList<JsonNode>();
      new Load(settings)
          .loadAllFromString(text)
          .forEach(document -> documents.add(reader.tree(document, 0)));
      return new Parsed(documents);
    } catch (MarkedYamlEngineException marked) {
      var where =
          marked
              .getProblemMark()
              .map(
                  mark ->
                      " in line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1))
              .orElse("");
      return new Broken(firstLine(String.valueOf(marked.getProblem())) + where);
    } catch (YamlEngineException | IllegalArgumentException | StackOverflowError other) {
      return new Broken(firstLine(String.valueOf(other.getMessage())));
    }
  }

  private JsonNode tree(@Nullable Object value, int depth) {
    if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
      throw new IllegalArgumentException("aliases make it too deep or too large");
    }
    return switch (value) {
      case null -> JSON.nullNode();
      case String text -> JSON.textNode(text);
      case Boolean truth -> JSON.booleanNode(truth);
      case Integer number -> JSON.numberNode(number);
      case Long number -> JSON.numberNode(number);
      case BigInteger number -> JSON.numberNode(number);
      case Double number ->
          Double.isFinite(number) ? JSON.numberNode(number) : JSON.textNode(number.toString());
      case byte[] bytes -> JSON.textNode(Base64.getEncoder().encodeToString(bytes));
      case Map<?, ?> map -> object(map, depth);
      case Collection<?> list -> {
        var array = JSON.arrayNode(list.size());
        list.forEach(item -> array.add(tree(item, depth + 1)));
        yield array;
      }
      default -> JSON.textNode(value.toString());
    };
  }

  /**
   * Keys that a map has itself win over those that it merges in, the first of these over others.
   */
  private ObjectNode object(Map<?, ?> map, int depth) {
    var object = JSON.objectNode();
    map.forEach(
        (key, value) -> {
          if (!MERGE.equals(key)) {
            object.set(String.valueOf(key), tree(value, depth + 1));
          }
        });
    if (map.get(MERGE) instanceof Map<?, ?> one) {
      merge(one, object, depth);
    } else if (map.get(MERGE) instanceof Collection<?> several) {
      for (var one : several) {
        if (one instanceof Map<?, ?> part) {
          merge(part, object, depth);
        }
      }
    }
    return object;
  }

  private void merge(Map<?, ?> from, ObjectNode to, int depth) {
    object(from, depth + 1)
        .properties()
        .forEach(
            property -> {
              if (!to.has(property.getKey())) {
                to.set(property.getKey(), property.getValue());
              }
            });
  }

  private static String firstLine(String text) {
    var line = text.lines().findFirst().orElse("");
    return line.length() > 200 ? line.substring(0, 200) + "..." : line;
  }
}
