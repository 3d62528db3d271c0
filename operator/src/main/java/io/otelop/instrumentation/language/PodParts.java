// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.naming.InjectedNames;
import io.otelop.pod.PodEdit;
import io.otelop.pod.PodEdit.AddInitContainer;
import io.otelop.pod.PodEdit.AddMount;
import io.otelop.pod.PodEdit.AddVolume;
import java.util.List;

/** Trees of what is added to pods. */
final class PodParts {

  private PodParts() {}

  /** The directory of an agent that is copied into the pod. */
  static String directory(String language) {
    return "/otel-auto-instrumentation-" + language;
  }

  static JsonNode mount(String volume, String path) {
    return JsonNodeFactory.instance.objectNode().put("name", volume).put("mountPath", path);
  }

  /** A container of the operator's own. */
  static ObjectNode container(String name, String image, JsonNode resources) {
    var container = JsonNodeFactory.instance.objectNode().put("name", name).put("image", image);
    setObject(container, "resources", resources);
    return container;
  }

  static void setText(ObjectNode container, String field, String value) {
    if (!value.isEmpty()) {
      container.put(field, value);
    }
  }

  /** Sets what is there; what is missing stays away. */
  static void setObject(ObjectNode container, String field, JsonNode value) {
    if (value.isContainerNode()) {
      container.set(field, value);
    }
  }

  static void setTexts(ObjectNode container, String field, List<String> values) {
    var array = container.putArray(field);
    values.forEach(array::add);
  }

  /**
   * An agent that an init container copies into a volume, which the application then mounts.
   *
   * @param command what the init container runs
   * @param path where the application has the volume
   */
  static List<PodEdit> copiedAgent(
      Target target, String language, List<String> command, String path) {
    var name = InjectedNames.agent(language);
    return List.of(
        new AddVolume(target.agent().volume(name)),
        new AddInitContainer(copier(target, language, command), target.placement()),
        new AddMount(target.container().name(), mount(name, path)));
  }

  private static JsonNode copier(Target target, String language, List<String> command) {
    var name = InjectedNames.agent(language);
    var container = container(name, target.agent().image(), target.agent().resources());
    setTexts(container, "command", command);
    setText(container, "imagePullPolicy", target.instrumentation().imagePullPolicy());
    container.putArray("volumeMounts").add(mount(name, directory(language)));
    setObject(container, "securityContext", target.initSecurityContext());
    return container;
  }
}
