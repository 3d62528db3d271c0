// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.instrumentation.language.AgentProfile;
import io.otelop.instrumentation.language.Language;
import io.otelop.instrumentation.language.Languages;
import io.otelop.naming.Sha256;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an Instrumentation says about one language, in twelve characters. A pod notes those that it
 * was made with, so that its metadata tells whether today's would make another pod of it. Sections
 * of other languages do not count, nor does what says which pods are meant.
 */
final class Content {

  private static final int LENGTH = 12;

  /** Which pods are meant, and when they follow; neither reaches a container. */
  private static final Set<String> ABOUT_PODS = Set.of("selector", "restart");

  private static final Set<String> SECTIONS =
      Languages.ALL.stream()
          .flatMap(language -> language.agent().stream())
          .map(AgentProfile::field)
          .collect(Collectors.toUnmodifiableSet());

  private Content() {}

  /**
   * The hash for each language.
   *
   * @param spec after defaults
   */
  static Map<String, String> of(JsonNode spec) {
    return Languages.ALL.stream()
        .collect(Collectors.toUnmodifiableMap(Language::name, language -> of(spec, language)));
  }

  private static String of(JsonNode spec, Language language) {
    var own = language.agent().map(AgentProfile::field).orElse("");
    var text = new StringBuilder();
    text.append(language.name());
    sorted(spec)
        .forEach(
            (field, value) -> {
              if (field.equals(own) || !(SECTIONS.contains(field) || ABOUT_PODS.contains(field))) {
                text.append('\n').append(field).append('=');
                write(value, text);
              }
            });
    return hash(text.toString());
  }

  /** The order of members means nothing, and what is empty says nothing. */
  private static void write(JsonNode node, StringBuilder text) {
    if (node instanceof ObjectNode) {
      text.append('{');
      sorted(node)
          .forEach(
              (field, value) -> {
                text.append('"').append(field).append("\":");
                write(value, text);
                text.append(',');
              });
      text.append('}');
    } else if (node.isArray()) {
      text.append('[');
      node.forEach(
          element -> {
            write(element, text);
            text.append(',');
          });
      text.append(']');
    } else {
      text.append(node);
    }
  }

  private static Map<String, JsonNode> sorted(JsonNode object) {
    var members = new TreeMap<String, JsonNode>();
    object
        .properties()
        .forEach(
            member -> {
              var value = member.getValue();
              if (!value.isNull() && !(value.isContainerNode() && value.isEmpty())) {
                members.put(member.getKey(), value);
              }
            });
    return Collections.unmodifiableMap(members);
  }

  private static String hash(String text) {
    return Sha256.hex(text).substring(0, LENGTH);
  }
}
