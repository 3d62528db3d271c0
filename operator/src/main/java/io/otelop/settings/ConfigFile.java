// SPDX-License-Identifier: Apache-2.0
package io.otelop.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The config file: a YAML mapping in which a setting's key with dots is a path.
 *
 * @param tree the mapping
 * @param problem why there is no mapping; empty where there is one
 */
record ConfigFile(Map<?, ?> tree, Optional<String> problem) {

  static final ConfigFile EMPTY = new ConfigFile(Map.of(), Optional.empty());

  static ConfigFile parse(String content) {
    try {
      var document = new Load(LoadSettings.builder().build()).loadFromString(content);
      if (document == null) {
        return EMPTY;
      }
      return document instanceof Map<?, ?> map
          ? new ConfigFile(map, Optional.empty())
          : new ConfigFile(Map.of(), Optional.of("is not a YAML mapping"));
    } catch (YamlEngineException notYaml) {
      var why = String.valueOf(notYaml.getMessage()).lines().findFirst().orElse("");
      return new ConfigFile(Map.of(), Optional.of("is not YAML: " + why));
    }
  }

  /** What the file says at a path; null where it says nothing. */
  @Nullable Object at(String path) {
    @Nullable Object found = tree;
    for (var part : path.split("\\.", -1)) {
      found = found instanceof Map<?, ?> map ? map.get(part) : null;
    }
    return found;
  }

  /** Paths that no setting reads. */
  List<String> unknown() {
    var unknown = new ArrayList<String>();
    collectUnknown(tree, "", unknown);
    return unknown;
  }

  private static void collectUnknown(Map<?, ?> map, String parent, List<String> unknown) {
    map.forEach(
        (key, value) -> {
          var path = parent + key;
          if (Settings.ALL.stream().anyMatch(setting -> setting.key().equals(path))) {
            return;
          }
          var isParent =
              Settings.ALL.stream().anyMatch(setting -> setting.key().startsWith(path + "."));
          if (isParent && value instanceof Map<?, ?> children) {
            collectUnknown(children, path + ".", unknown);
          } else {
            unknown.add(path);
          }
        });
  }
}
