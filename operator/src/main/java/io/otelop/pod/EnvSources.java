// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * What a container takes whole from ConfigMaps and Secrets. Nobody here knows what is in them, so
 * each entry that could be a variable is asked for by name, and is optional: the kubelet passes
 * over one that is missing, and the definition before it counts.
 */
final class EnvSources {

  private EnvSources() {}

  /**
   * The entries that could be a variable, in the order in which later ones win.
   *
   * @param container may have {@code envFrom}
   * @param variable that the entries would be
   * @param name that they get
   * @return empty for a container that takes nothing whole
   */
  static List<EnvEntry> of(JsonNode container, String variable, String name) {
    var entries = new ArrayList<EnvEntry>();
    for (var source : container.path("envFrom")) {
      var prefix = source.path("prefix").asText("");
      if (variable.startsWith(prefix) && variable.length() > prefix.length()) {
        var key = variable.substring(prefix.length());
        add(entries, name, key, "configMapKeyRef", source.path("configMapRef"));
        add(entries, name, key, "secretKeyRef", source.path("secretRef"));
      }
    }
    return entries;
  }

  private static void add(
      List<EnvEntry> entries, String name, String key, String kind, JsonNode reference) {
    var object = reference.path("name").asText("");
    if (!object.isEmpty()) {
      var tree = JsonNodeFactory.instance.objectNode().put("name", name);
      tree.putObject("valueFrom")
          .putObject(kind)
          .put("name", object)
          .put("key", key)
          .put("optional", true);
      entries.add(new EnvEntry(name, tree));
    }
  }
}
