// SPDX-License-Identifier: Apache-2.0
package io.otelop.naming;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Labels and annotations that the objects of every operand have. Rules: collector.md 2.2. */
public final class OperandLabels {

  private static final int MAX_LABEL = 63;

  private OperandLabels() {}

  /**
   * The labels that select the pods of an operand; they never change, and the map is the caller's.
   *
   * @param component value of {@link Labels#COMPONENT}
   */
  public static Map<String, String> selector(String component, String namespace, String name) {
    var selector = new TreeMap<String, String>();
    selector.put(Labels.MANAGED_BY, Labels.OPERATOR);
    selector.put(Labels.INSTANCE, ObjectNames.instance(namespace, name));
    selector.put(Labels.PART_OF, Labels.OPENTELEMETRY);
    selector.put(Labels.COMPONENT, component);
    return selector;
  }

  /**
   * The version label of an image: its tag. An image with a registry port and a tag gives an empty
   * one, as with the Go operator, because pods carry this label and would restart for a better one.
   */
  public static String version(String image) {
    var parts = image.split(":", -1);
    if (parts.length == 3) {
      for (var part : parts) {
        if (part.endsWith("@sha256")) {
          return part.substring(0, part.length() - "@sha256".length());
        }
      }
      return "";
    }
    if (parts.length != 2 || parts[1].contains("/")) {
      return "latest";
    }
    return parts[1].substring(0, Math.min(MAX_LABEL, parts[1].length()));
  }

  /** A new map of those that pass; empty for null. */
  public static Map<String, String> kept(
      @Nullable Map<String, String> from, Predicate<String> isKept) {
    var kept = new TreeMap<String, String>();
    if (from != null) {
      from.forEach(
          (key, value) -> {
            if (isKept.test(key)) {
              kept.put(key, value);
            }
          });
    }
    return kept;
  }
}
