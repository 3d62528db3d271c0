// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.conversion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.testing.Checkout;
import io.otelop.testing.Yaml;
import java.util.Random;

/** Objects that the API server would store: values that fit the schema of a version. */
final class SchemaValues {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final String[] TEXTS = {
    "",
    "a",
    "null",
    "~",
    "true",
    "no",
    "1e3",
    "0x10",
    "0777",
    ".5",
    "1_000",
    "10:30",
    "2001-01-01",
    "- a",
    "a: b",
    "#c",
    " lead",
    "trail ",
    "two\nlines",
    "two\n\n  lines\n",
    "\ttab\n\ttab",
    "\r\n",
    "\u0000\u0001",
    "\u0085",
    "\u2028",
    "ünïcode \uD83D\uDE00",
    "'q'",
    "\"q\"",
    "%x",
    "@x",
    "`x",
    "[a, b]",
    "{a: b}",
    "*a",
    "&a",
    "!t",
    "<<",
    "=",
    "a #b",
    "a:",
    "?",
    "|",
    ">",
    "${env:X}",
    "$$",
    "...",
    "---",
    "\uFEFFbom",
    "x".repeat(300)
  };

  private final Random random;

  SchemaValues(Random random) {
    this.random = random;
  }

  static JsonNode schema(String version) {
    return Yaml.documents(Checkout.path("crds/opentelemetry.io_opentelemetrycollectors.yaml"))
        .getFirst()
        .at("/spec/versions")
        .valueStream()
        .filter(it -> it.path("name").asText().equals(version))
        .findFirst()
        .orElseThrow()
        .at("/schema/openAPIV3Schema");
  }

  /** A value; about half of what may be absent is. */
  JsonNode of(JsonNode schema) {
    if (schema.has("enum")) {
      return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
    }
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return random.nextBoolean() ? JSON.numberNode(random.nextInt(100)) : JSON.textNode("25%");
    }
    return switch (schema.path("type").asText()) {
      case "object" -> object(schema);
      case "array" -> {
        var array = JSON.arrayNode();
        for (var i = random.nextInt(3); i > 0; i--) {
          array.add(of(schema.path("items")));
        }
        yield array;
      }
      case "integer" -> JSON.numberNode(random.nextInt(1, 1000));
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      default -> JSON.textNode(text());
    };
  }

  private ObjectNode object(JsonNode schema) {
    var object = JSON.objectNode();
    for (var property : schema.path("properties").properties()) {
      var isRequired =
          schema
              .path("required")
              .valueStream()
              .anyMatch(it -> it.asText().equals(property.getKey()));
      if (isRequired || random.nextBoolean()) {
        object.set(property.getKey(), of(property.getValue()));
      }
    }
    if (schema.has("additionalProperties") && random.nextBoolean()) {
      object.set("k" + random.nextInt(9), of(schema.path("additionalProperties")));
    }
    if (schema.path("x-kubernetes-preserve-unknown-fields").asBoolean() && random.nextBoolean()) {
      object.set(key(), anything(0));
    }
    return object;
  }

  /** Any JSON at all. */
  JsonNode anything(int depth) {
    return switch (random.nextInt(depth > 3 ? 6 : 8)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextLong());
      case 3 -> JSON.numberNode(random.nextGaussian() * Math.pow(10, random.nextInt(-30, 30)));
      case 4, 5 -> JSON.textNode(text());
      case 6 -> {
        var array = JSON.arrayNode();
        for (var i = random.nextInt(4); i > 0; i--) {
          array.add(anything(depth + 1));
        }
        yield array;
      }
      default -> {
        var object = JSON.objectNode();
        for (var i = random.nextInt(4); i > 0; i--) {
          object.set(key(), anything(depth + 1));
        }
        yield object;
      }
    };
  }

  String text() {
    return random.nextInt(4) > 0
        ? TEXTS[random.nextInt(TEXTS.length)]
        : random
            .ints(random.nextInt(12), 0, 0x3000)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  private String key() {
    return random.nextBoolean() ? "key" + random.nextInt(5) : text();
  }
}
