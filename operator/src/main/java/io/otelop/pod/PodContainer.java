// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A container as it came, for reading.
 *
 * @param tree never changed
 */
public record PodContainer(String name, boolean isInit, JsonNode tree) {

  static PodContainer of(JsonNode tree, boolean isInit) {
    return new PodContainer(tree.path("name").asText(""), isInit, tree);
  }

  /** Where it is in the pod. */
  public String path() {
    return "spec." + (isInit ? "initContainers" : "containers") + "[" + name + "]";
  }

  /** The image as written. */
  public String image() {
    return tree.path("image").asText("");
  }

  /** The first variable of a name. */
  public Optional<EnvEntry> env(String variable) {
    for (var entry : tree.path("env")) {
      if (entry.path("name").asText("").equals(variable)) {
        return Optional.of(new EnvEntry(variable, entry));
      }
    }
    return Optional.empty();
  }

  /** All variables, in their order. */
  public List<EnvEntry> env() {
    return StreamSupport.stream(tree.path("env").spliterator(), false).map(EnvEntry::of).toList();
  }
}
