// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The text of {@code OTEL_RESOURCE_ATTRIBUTES}. Rules: instrumentation.md 4.3. */
final class AttributeText {

  private AttributeText() {}

  /** A text with the attributes that its own entries let in. */
  static String append(String existing, List<ResourceAttribute> attributes) {
    var entries = new HashSet<String>();
    var keys = new HashSet<String>();
    read(existing, entries, keys);
    var text = new StringBuilder(existing);
    for (var attribute : attributes) {
      if (isWanted(attribute, existing, entries, keys)) {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ',') {
          text.append(',');
        }
        text.append(attribute.entry());
      }
    }
    return text.toString();
  }

  private static boolean isWanted(
      ResourceAttribute attribute, String existing, Set<String> entries, Set<String> keys) {
    return switch (attribute.rule()) {
      case IF_ABSENT -> !keys.contains(attribute.key());
      case IF_NOT_MENTIONED -> !existing.contains(attribute.key());
      case ALWAYS -> !entries.contains(attribute.entry());
    };
  }

  /** An entry counts as one only if it has exactly one equals sign. */
  private static void read(String text, Set<String> entries, Set<String> keys) {
    var start = 0;
    while (start < text.length()) {
      var comma = text.indexOf(',', start);
      var end = comma < 0 ? text.length() : comma;
      var entry = text.substring(start, end).strip();
      entries.add(entry);
      var equals = entry.indexOf('=');
      if (equals >= 0 && entry.indexOf('=', equals + 1) < 0) {
        keys.add(entry.substring(0, equals));
      }
      start = end + 1;
    }
  }
}
