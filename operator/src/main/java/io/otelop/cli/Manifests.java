// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.otelop.yaml.YamlText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Files with manifests, as people keep them: several YAML documents in one, or lists of objects.
 */
final class Manifests {

  private static final Path STANDARD_INPUT = Path.of("-");

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private static final ObjectWriter PRETTY_JSON = JSON.writerWithDefaultPrettyPrinter();

  private Manifests() {}

  /**
   * The objects of a file that have a kind, those of lists one by one.
   *
   * @param file {@code -} for the standard input
   */
  static List<JsonNode> read(Path file) throws IOException {
    try (var in = file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(file)) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return switch (YamlText.parse(text)) {
        case YamlText.Broken(var problem) -> throw new IOException(problem);
        case YamlText.Parsed(var documents) ->
            documents.stream()
                .flatMap(Manifests::objects)
                .filter(document -> document.has("kind"))
                .toList();
      };
    }
  }

  /** The objects of files, in the order of the files; a folder stands for the manifests in it. */
  static List<JsonNode> readAll(List<Path> files) throws IOException {
    var objects = new ArrayList<JsonNode>();
    for (var file : expanded(files)) {
      try {
        objects.addAll(read(file));
      } catch (NoSuchFileException e) {
        throw new IOException("%s cannot be read: there is no such file".formatted(file), e);
      } catch (IOException e) {
        throw new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
      }
    }
    return objects;
  }

  /** As kubectl does: by name, without the folders in a folder. */
  private static List<Path> expanded(List<Path> files) throws IOException {
    var all = new ArrayList<Path>();
    for (var file : files) {
      if (Files.isDirectory(file)) {
        var before = all.size();
        try (var inside = Files.list(file)) {
          inside.filter(Manifests::isManifest).sorted().forEach(all::add);
        }
        if (all.size() == before) {
          throw new IOException(
              "%s has no manifests: no file in it ends in .yaml, .yml or .json".formatted(file));
        }
      } else {
        all.add(file);
      }
    }
    return all;
  }

  private static boolean isManifest(Path file) {
    return Files.isRegularFile(file) && file.toString().matches(".*\\.(ya?ml|json)");
  }

  private static Stream<JsonNode> objects(JsonNode document) {
    return document.path("kind").asText().endsWith("List") && document.path("items").isArray()
        ? StreamSupport.stream(document.path("items").spliterator(), false)
        : Stream.of(document);
  }

  static boolean isOf(JsonNode document, String kind) {
    return kind(document).equals(kind);
  }

  /** The kind of a custom resource of the operator's group; empty for everything else. */
  static String kind(JsonNode document) {
    return document.path("apiVersion").asText().startsWith("opentelemetry.io/")
        ? document.path("kind").asText()
        : "";
  }

  /**
   * A document as a typed value.
   *
   * @throws UnfitManifestException where it is not of that type
   */
  static <T> T as(JsonNode document, Class<T> type) {
    try {
      return MAPPER.convertValue(document, type);
    } catch (IllegalArgumentException unreadable) {
      throw new UnfitManifestException(document, unreadable);
    }
  }

  /** A resource as a typed value, in the given namespace where it names none. */
  static <T extends io.fabric8.kubernetes.api.model.HasMetadata> T as(
      JsonNode document, Class<T> type, String namespace) {
    ObjectNode placed = document.deepCopy();
    var metadata = placed.withObject("/metadata");
    if (!metadata.hasNonNull("namespace")) {
      metadata.put("namespace", namespace);
    }
    return as(placed, type);
  }

  /** A text with one document. */
  static JsonNode document(String text) throws IOException {
    return MAPPER.readTree(text);
  }

  static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }

  static String text(Object document) {
    try {
      return MAPPER.writeValueAsString(document);
    } catch (IOException e) {
      throw new IllegalStateException("an object of ours has no text", e);
    }
  }

  static String json(Object document) {
    try {
      return PRETTY_JSON.writeValueAsString(document);
    } catch (IOException e) {
      throw new IllegalStateException("an object of ours has no text", e);
    }
  }
}
