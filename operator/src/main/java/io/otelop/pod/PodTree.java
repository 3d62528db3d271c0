// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.otelop.pod.PodEdit.AddContainer;
import io.otelop.pod.PodEdit.AddEnv;
import io.otelop.pod.PodEdit.AddEnvTogether;
import io.otelop.pod.PodEdit.AddInitContainer;
import io.otelop.pod.PodEdit.AddMount;
import io.otelop.pod.PodEdit.AddPullSecret;
import io.otelop.pod.PodEdit.AddResourceAttributes;
import io.otelop.pod.PodEdit.AddVolume;
import io.otelop.pod.PodEdit.Annotate;
import io.otelop.pod.PodEdit.JoinEnv;
import io.otelop.pod.PodEdit.Label;
import io.otelop.pod.PodEdit.PrependEnv;
import io.otelop.pod.PodEdit.RemoveContainer;
import io.otelop.pod.PodEdit.ReplaceMount;
import io.otelop.pod.PodEdit.ShareProcesses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pod while it is edited: the only place that changes one. The original stays as it is, and what
 * no edit names survives, known to us or not.
 */
final class PodTree {

  private static final String LABELS = "labels";
  private static final String ANNOTATIONS = "annotations";

  private final JsonNode original;
  private final ListEdit initContainers;
  private final ListEdit containers;
  private final ListEdit volumes;
  private final ListEdit pullSecrets;
  private final Map<String, Touched> touched = new LinkedHashMap<>();
  private final Map<String, String> labels = new TreeMap<>();
  private final Map<String, String> annotations = new TreeMap<>();
  private boolean sharesProcesses;

  /** A container with edits; {@code origin} is its place in the original list. */
  private record Touched(ListEdit list, int origin, ContainerEdit edit) {}

  PodTree(JsonNode original) {
    this.original = original;
    var spec = original.path("spec");
    initContainers = new ListEdit(spec.path("initContainers"));
    containers = new ListEdit(spec.path("containers"));
    volumes = new ListEdit(spec.path("volumes"));
    pullSecrets = new ListEdit(spec.path("imagePullSecrets"));
  }

  void apply(PodEdit edit) {
    switch (edit) {
      case AddVolume(var volume) -> addNamed(volumes, volume);
      case AddInitContainer(var container, var before) -> addInitContainer(container, before);
      case AddContainer(var container) -> addNamed(containers, container);
      case RemoveContainer(var name) -> remove(name);
      case AddMount(var name, var mount) -> edit(name, it -> it.addMount(mount));
      case ReplaceMount(var name, var folder, var mount) ->
          edit(name, it -> it.replaceMount(folder, mount));
      case PrependEnv(var name, var entries) -> edit(name, it -> it.env().prepend(entries));
      case AddEnv(var name, var entries) -> edit(name, it -> it.env().add(entries));
      case AddEnvTogether(var name, var entries, var unless) ->
          edit(name, it -> it.env().addTogether(entries, unless));
      case JoinEnv join -> edit(join.container(), it -> it.env().join(join));
      case AddResourceAttributes add -> edit(add.container(), it -> it.env().add(add));
      case AddPullSecret(var name) ->
          addNamed(pullSecrets, JsonNodeFactory.instance.objectNode().put("name", name));
      case ShareProcesses() ->
          sharesProcesses = !original.path("spec").path("shareProcessNamespace").asBoolean();
      case Label(var key, var value) -> put(labels, LABELS, key, value);
      case Annotate(var key, var value) -> put(annotations, ANNOTATIONS, key, value);
    }
  }

  /** The operations that turn the original into this one. */
  ArrayNode patch() {
    var patch = new PodPatch();
    for (var container : touched.values()) {
      if (container.origin != ListEdit.NEW) {
        var list = container.list == containers ? "/spec/containers/" : "/spec/initContainers/";
        container.edit.patch(list + container.origin, patch);
      }
    }
    initContainers.patch("/spec/initContainers", patch);
    containers.patch("/spec/containers", patch);
    volumes.patch("/spec/volumes", patch);
    pullSecrets.patch("/spec/imagePullSecrets", patch);
    if (sharesProcesses) {
      patch.add("/spec/shareProcessNamespace", BooleanNode.TRUE);
    }
    patchMetadata(patch);
    return patch.operations();
  }

  /** The pod as it is now; shares what did not change with the original. */
  ObjectNode result() {
    var spec = copy(original.path("spec"));
    setContainers(spec, "initContainers", initContainers);
    setContainers(spec, "containers", containers);
    if (volumes.isChanged()) {
      spec.set("volumes", volumes.result());
    }
    if (pullSecrets.isChanged()) {
      spec.set("imagePullSecrets", pullSecrets.result());
    }
    if (sharesProcesses) {
      spec.put("shareProcessNamespace", true);
    }
    var pod = copy(original);
    if (!annotations.isEmpty() || !labels.isEmpty()) {
      pod.set("metadata", metadata());
    }
    pod.set("spec", spec);
    return pod;
  }

  private static void addNamed(ListEdit list, JsonNode element) {
    if (list.indexOf("name", element.path("name").asText()) < 0) {
      list.append(element);
    }
  }

  private void addInitContainer(JsonNode container, String before) {
    if (initContainers.indexOf("name", container.path("name").asText()) < 0) {
      var index = before.isEmpty() ? -1 : initContainers.indexOf("name", before);
      initContainers.insert(index < 0 ? initContainers.size() : index, container);
    }
  }

  private void edit(String name, Consumer<ContainerEdit> change) {
    var container = touched.get(name);
    if (container == null) {
      container = touch(name);
      if (container == null) {
        return;
      }
      touched.put(name, container);
    }
    change.accept(container.edit);
    if (container.origin == ListEdit.NEW) {
      container.list.replace(container.list.indexOf("name", name), container.edit.result());
    }
  }

  private @Nullable Touched touch(String name) {
    var list = containers.indexOf("name", name) >= 0 ? containers : initContainers;
    var index = list.indexOf("name", name);
    return index < 0
        ? null
        : new Touched(list, list.origin(index), new ContainerEdit(list.get(index)));
  }

  /** What the container was told before is forgotten with it. */
  private void remove(String name) {
    touched.remove(name);
    for (var list : List.of(containers, initContainers)) {
      for (var at = list.indexOf("name", name); at >= 0; at = list.indexOf("name", name)) {
        list.remove(at);
      }
    }
  }

  private void put(Map<String, String> added, String member, String key, String value) {
    var existing = original.path("metadata").path(member).get(key);
    if (existing == null || !existing.asText().equals(value)) {
      added.put(key, value);
    }
  }

  private void patchMetadata(PodPatch patch) {
    if (annotations.isEmpty() && labels.isEmpty()) {
      return;
    }
    if (original.path("metadata").isObject()) {
      patch(LABELS, labels, patch);
      patch(ANNOTATIONS, annotations, patch);
    } else {
      patch.add("/metadata", metadata());
    }
  }

  private void patch(String member, Map<String, String> added, PodPatch patch) {
    if (added.isEmpty()) {
      return;
    }
    var path = "/metadata/" + member;
    if (original.path("metadata").path(member).isObject()) {
      added.forEach(
          (key, value) -> patch.add(path + "/" + PodPatch.segment(key), new TextNode(value)));
    } else {
      patch.add(path, with(JsonNodeFactory.instance.objectNode(), added));
    }
  }

  private ObjectNode metadata() {
    var metadata = copy(original.path("metadata"));
    if (!labels.isEmpty()) {
      metadata.set(LABELS, with(copy(metadata.path(LABELS)), labels));
    }
    if (!annotations.isEmpty()) {
      metadata.set(ANNOTATIONS, with(copy(metadata.path(ANNOTATIONS)), annotations));
    }
    return metadata;
  }

  private static ObjectNode with(ObjectNode object, Map<String, String> added) {
    added.forEach(object::put);
    return object;
  }

  private void setContainers(ObjectNode spec, String field, ListEdit list) {
    var result = list.result();
    var isEdited = list.isChanged();
    for (var container : touched.values()) {
      if (container.list == list && container.origin != ListEdit.NEW) {
        result.set(list.position(container.origin), container.edit.result());
        isEdited = true;
      }
    }
    if (isEdited) {
      spec.set(field, result);
    }
  }

  private static ObjectNode copy(JsonNode object) {
    var copy = JsonNodeFactory.instance.objectNode();
    object.properties().forEach(field -> copy.set(field.getKey(), field.getValue()));
    return copy;
  }
}
