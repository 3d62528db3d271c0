// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.naming.Sha256;
import io.otelop.yaml.GoNumbers;
import java.util.HexFormat;

/**
 * The JSON text of a config whose hash names its ConfigMap and marks its pods. It must be equal,
 * byte by byte, to what the Go operator hashes, or taking over would restart pods: compact, {@code
 * < > &} and the two line separators escaped, numbers as 64-bit floats. Rules: collector.md 1.2.
 */
final class CanonicalJson {

  private CanonicalJson() {}

  static String sha256(ObjectNode config) {
    return Sha256.hex(of(config));
  }

  static String of(ObjectNode config) {
    var text = new StringBuilder();
    write(CanonicalOrder.of(config), text);
    return text.toString();
  }

  private static void write(JsonNode value, StringBuilder to) {
    switch (value.getNodeType()) {
      case OBJECT -> object(value, to);
      case ARRAY -> array(value, to);
      case STRING -> string(value.textValue(), to);
      case NUMBER -> to.append(GoNumbers.text(value.doubleValue()));
      case BOOLEAN -> to.append(value.booleanValue());
      case NULL, MISSING -> to.append("null");
      case BINARY, POJO -> throw new IllegalStateException("not a JSON value: " + value);
    }
  }

  private static void object(JsonNode value, StringBuilder to) {
    to.append('{');
    var first = true;
    for (var property : value.properties()) {
      if (!first) {
        to.append(',');
      }
      first = false;
      string(property.getKey(), to);
      to.append(':');
      write(property.getValue(), to);
    }
    to.append('}');
  }

  private static void array(JsonNode value, StringBuilder to) {
    to.append('[');
    for (var i = 0; i < value.size(); i++) {
      if (i > 0) {
        to.append(',');
      }
      write(value.get(i), to);
    }
    to.append(']');
  }

  private static void string(String value, StringBuilder to) {
    to.append('"');
    for (var i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      switch (c) {
        case '"' -> to.append("\\\"");
        case '\\' -> to.append("\\\\");
        case '\n' -> to.append("\\n");
        case '\r' -> to.append("\\r");
        case '\t' -> to.append("\\t");
        case '\b' -> to.append("\\b");
        case '\f' -> to.append("\\f");
        default -> {
          if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
            to.append("\\u").append(HexFormat.of().toHexDigits(c));
          } else {
            to.append(c);
          }
        }
      }
    }
    to.append('"');
  }
}
