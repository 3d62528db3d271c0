// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Files with manifests, as people keep them: several YAML documents in one. */
final class Manifests {

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private Manifests() {}

  /** The documents of a file that have a kind. */
  static List<JsonNode> read(Path file) throws IOException {
    try (var documents = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      return documents.readAll().stream().filter(document -> document.has("kind")).toList();
    }
  }

  static boolean isOf(JsonNode document, String kind) {
    return document.path("kind").asText().equals(kind)
        && document.path("apiVersion").asText().startsWith("opentelemetry.io/");
  }

  static <T> T as(JsonNode document, Class<T> type) {
    return MAPPER.convertValue(document, type);
  }

  static String text(Object document) {
    try {
      return MAPPER.writeValueAsString(document);
    } catch (IOException e) {
      throw new IllegalStateException("an object of ours has no text", e);
    }
  }
}
