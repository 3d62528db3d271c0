// SPDX-License-Identifier: Apache-2.0
package io.otelop.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The environment that a container starts with, as the kubelet makes it: sources taken whole first,
 * then the variables in their order, each value with what was defined before it.
 */
public final class KubeletEnv {

  private static final Pattern REFERENCE = Pattern.compile("\\$(?:\\$|\\(([^)]*)\\))");

  private KubeletEnv() {}

  /**
   * Variables and their values.
   *
   * @param objects the content of ConfigMaps and Secrets, by name
   * @throws IllegalStateException where the container would not start
   */
  public static Map<String, String> of(
      JsonNode container, Map<String, Map<String, String>> objects) {
    var env = new HashMap<String, String>();
    for (var source : container.path("envFrom")) {
      var prefix = source.path("prefix").asText("");
      for (var kind : new String[] {"configMapRef", "secretRef"}) {
        objects
            .getOrDefault(source.path(kind).path("name").asText(""), Map.of())
            .forEach((key, value) -> env.put(prefix + key, value));
      }
    }
    for (var entry : container.path("env")) {
      var name = entry.path("name").asText();
      if (entry.hasNonNull("valueFrom")) {
        valueFrom(entry.path("valueFrom"), objects).ifPresent(value -> env.put(name, value));
      } else {
        env.put(name, expanded(entry.path("value").asText(""), env));
      }
    }
    return env;
  }

  private static Optional<String> valueFrom(
      JsonNode from, Map<String, Map<String, String>> objects) {
    for (var kind : new String[] {"configMapKeyRef", "secretKeyRef"}) {
      if (from.has(kind)) {
        var reference = from.path(kind);
        var value =
            Optional.ofNullable(
                objects
                    .getOrDefault(reference.path("name").asText(), Map.of())
                    .get(reference.path("key").asText()));
        if (value.isEmpty() && !reference.path("optional").asBoolean()) {
          throw new IllegalStateException("there is no " + reference);
        }
        return value;
      }
    }
    return Optional.of("<" + from.path("fieldRef").path("fieldPath").asText() + ">");
  }

  private static String expanded(String value, Map<String, String> env) {
    return REFERENCE
        .matcher(value)
        .replaceAll(
            found -> {
              var variable = found.group(1);
              var text =
                  variable == null
                      ? "$"
                      : Optional.ofNullable(env.get(variable)).orElse(found.group());
              return java.util.regex.Matcher.quoteReplacement(text);
            });
  }
}
