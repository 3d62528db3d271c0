// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A container while it is edited: its variables and its mounts. */
final class ContainerEdit {

  private final JsonNode original;
  private final EnvEdit env;
  private final ListEdit mounts;

  ContainerEdit(JsonNode original) {
    this.original = original;
    env = new EnvEdit(original);
    mounts = new ListEdit(original.path("volumeMounts"));
  }

  EnvEdit env() {
    return env;
  }

  void addMount(JsonNode mount) {
    if (mounts.indexOf("mountPath", mount.path("mountPath").asText()) < 0) {
      mounts.append(mount);
    }
  }

  void replaceMount(String folder, JsonNode mount) {
    if (mounts.indexOf(mount::equals) >= 0) {
      return;
    }
    var within = folder.endsWith("/") ? folder : folder + "/";
    var covering =
        mounts.indexOf(node -> (node.path("mountPath").asText("") + "/").startsWith(within));
    if (covering >= 0) {
      mounts.remove(covering);
    }
    var same = mounts.indexOf("mountPath", mount.path("mountPath").asText());
    if (same >= 0) {
      mounts.remove(same);
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
}
