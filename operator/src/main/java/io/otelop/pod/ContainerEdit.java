// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.naming.EnvNames;
import io.otelop.pod.PodEdit.AddResourceAttributes;
import io.otelop.pod.PodEdit.JoinEnv;
import java.util.List;

/** A container while it is edited: its variables and its mounts. */
final class ContainerEdit {

  private final JsonNode original;
  private final ListEdit env;
  private final ListEdit mounts;

  ContainerEdit(JsonNode original) {
    this.original = original;
    env = new ListEdit(original.path("env"));
    mounts = new ListEdit(original.path("volumeMounts"));
  }

  void prependEnv(List<EnvEntry> entries) {
    var at = 0;
    for (var entry : entries) {
      if (!has(entry.name())) {
        env.insert(at++, entry.tree());
      }
    }
  }

  void addEnv(List<EnvEntry> entries) {
    for (var entry : entries) {
      if (!has(entry.name())) {
        env.append(entry.tree());
      }
    }
  }

  void addEnvTogether(List<EnvEntry> entries, List<String> unless) {
    if (unless.stream().noneMatch(this::has)) {
      addEnv(entries);
    }
  }

  void joinEnv(JoinEnv join) {
    var index = env.indexOf("name", join.name());
    if (index < 0) {
      env.append(EnvEntry.of(join.name(), join.alone()).tree());
      return;
    }
    var entry = EnvEntry.of(env.get(index));
    var value = entry.value();
    if (entry.comesFromElsewhere() || isJoined(join, value)) {
      return;
    }
    var joined = value.isEmpty() ? join.alone() : join.prefix() + value + join.suffix();
    env.replace(index, entry.withValue(joined).tree());
  }

  private static boolean isJoined(JoinEnv join, String value) {
    return value.equals(join.alone())
        || (value.startsWith(join.prefix()) && value.endsWith(join.suffix()));
  }

  void addResourceAttributes(AddResourceAttributes edit) {
    var index = env.indexOf("name", EnvNames.RESOURCE_ATTRIBUTES);
    if (index < 0) {
      var value = AttributeText.append("", edit.attributes());
      env.append(EnvEntry.of(EnvNames.RESOURCE_ATTRIBUTES, value).tree());
      return;
    }
    var entry = EnvEntry.of(env.get(index));
    if (entry.comesFromElsewhere()) {
      return;
    }
    var value = AttributeText.append(entry.value(), edit.attributes());
    if (index == env.size() - 1 && value.equals(entry.value())) {
      return;
    }
    env.remove(index);
    env.append(entry.withValue(value).tree());
  }

  void addMount(JsonNode mount) {
    if (mounts.indexOf("mountPath", mount.path("mountPath").asText()) < 0) {
      mounts.append(mount);
    }
  }

  void replaceMount(String pathPart, JsonNode mount) {
    if (mounts.indexOf(mount::equals) >= 0) {
      return;
    }
    var covering = mounts.indexOf(node -> node.path("mountPath").asText("").contains(pathPart));
    if (covering >= 0) {
      mounts.remove(covering);
    }
    mounts.append(mount);
  }

  void patch(String path, PodPatch patch) {
    env.patch(path + "/env", patch);
    mounts.patch(path + "/volumeMounts", patch);
  }

  /** The container as it is now; shares what did not change with the original. */
  JsonNode result() {
    if (!env.isChanged() && !mounts.isChanged()) {
      return original;
    }
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    original.properties().forEach(field -> copy.set(field.getKey(), field.getValue()));
    if (env.isChanged()) {
      copy.set("env", env.result());
    }
    if (mounts.isChanged()) {
      copy.set("volumeMounts", mounts.result());
    }
    return copy;
  }

  private boolean has(String name) {
    return env.indexOf("name", name) >= 0;
  }
}
