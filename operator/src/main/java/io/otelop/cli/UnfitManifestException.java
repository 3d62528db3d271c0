// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.reason.Finding;
import java.util.stream.Collectors;

/** A manifest that is not of its kind; the message names the object, the field and the remedy. */
final class UnfitManifestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * A manifest that could not be read.
   *
   * @param unreadable what the reader said
   */
  UnfitManifestException(JsonNode document, IllegalArgumentException unreadable) {
    super(message(document, unreadable), unreadable);
  }

  private static String message(JsonNode document, IllegalArgumentException unreadable) {
    var schema =
        SchemaCheck.unfit(document).stream()
            .map(Finding::sentence)
            .collect(Collectors.joining("\n  "));
    return "%s %s: %s"
        .formatted(
            document.path("kind").asText(),
            document.at("/metadata/name").asText(),
            schema.isEmpty()
                ? place(unreadable) + " is of a wrong type; kubectl explain shows the right one"
                : schema);
  }

  private static String place(IllegalArgumentException unreadable) {
    return unreadable.getCause() instanceof JsonMappingException mapping
        ? mapping.getPath().stream()
            .map(it -> it.getFieldName() == null ? "[" + it.getIndex() + "]" : it.getFieldName())
            .collect(Collectors.joining("."))
            .replace(".[", "[")
        : "the manifest";
  }
}
