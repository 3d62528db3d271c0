// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.pod.PodContainer;
import io.otelop.pod.PodEdit;
import io.otelop.pod.PodEdit.AddContainer;
import io.otelop.pod.PodEdit.AddInitContainer;
import io.otelop.pod.PodEdit.AddMount;
import io.otelop.pod.PodEdit.AddVolume;
import io.otelop.pod.PodFacts;
import io.otelop.reason.Finding;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a pod brings under the name, or at the path, of something that would be put into it. The API
 * server would refuse such a pod, or the program would look for its agent among files of its own.
 */
final class Clashes {

  /** Sources that are empty when the pod starts, whatever their other fields say. */
  private static final Set<String> EMPTY = Set.of("emptyDir", "ephemeral");

  private static final List<String> LISTS = List.of("containers", "initContainers");

  private Clashes() {}

  /**
   * The first one; empty where there is none.
   *
   * @param container of the pod that the edits are for
   */
  static Optional<Finding> in(PodFacts facts, PodContainer container, List<PodEdit> edits) {
    for (var edit : edits) {
      var clash =
          switch (edit) {
            case AddVolume(var volume) -> volume(facts, volume);
            case AddInitContainer(var added, _) ->
                container(facts, added).or(() -> mounts(container, added));
            case AddContainer(var added) -> container(facts, added);
            case AddMount(var name, var mount) when name.equals(container.name()) ->
                mount(container, mount);
            default -> Optional.<Finding>empty();
          };
      if (clash.isPresent()) {
        return clash;
      }
    }
    return Optional.empty();
  }

  private static Optional<Finding> volume(PodFacts facts, JsonNode wanted) {
    for (var own : facts.pod().path("spec").path("volumes")) {
      if (own.path("name").equals(wanted.path("name")) && !isAlike(wanted, own)) {
        return Optional.of(nameTaken("spec.volumes[" + own.path("name").asText() + "]", "volume"));
      }
    }
    return Optional.empty();
  }

  /** Whether a volume of the pod can stand in for the wanted one. */
  private static boolean isAlike(JsonNode wanted, JsonNode own) {
    return wanted.properties().stream()
        .allMatch(
            field ->
                EMPTY.contains(field.getKey())
                    ? own.hasNonNull(field.getKey())
                    : contains(own.path(field.getKey()), field.getValue()));
  }

  /** The API server adds fields of its own to what is stored. */
  private static boolean contains(JsonNode whole, JsonNode part) {
    return part.isObject()
        ? part.properties().stream()
            .allMatch(field -> contains(whole.path(field.getKey()), field.getValue()))
        : whole.equals(part);
  }

  private static Optional<Finding> container(PodFacts facts, JsonNode wanted) {
    for (var list : LISTS) {
      for (var own : facts.pod().path("spec").path(list)) {
        if (own.path("name").equals(wanted.path("name"))) {
          var name = own.path("name").asText();
          return Optional.of(nameTaken("spec." + list + "[" + name + "]", "container"));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Finding> mount(PodContainer container, JsonNode wanted) {
    for (var own : container.tree().path("volumeMounts")) {
      var isSame = path(own).equals(path(wanted)) && !own.path("name").equals(wanted.path("name"));
      // Nobody could make the folder for it.
      var isInside =
          wanted.path("readOnly").asBoolean() && path(own).startsWith(path(wanted) + "/");
      if (isSame || isInside) {
        return Optional.of(pathTaken(container, "volumeMounts", own, "mountPath"));
      }
    }
    for (var own : container.tree().path("volumeDevices")) {
      if (own.path("devicePath").equals(wanted.path("mountPath"))) {
        return Optional.of(pathTaken(container, "volumeDevices", own, "devicePath"));
      }
    }
    return Optional.empty();
  }

  /** A copy of the application's container has its mounts and one more. */
  private static Optional<Finding> mounts(PodContainer container, JsonNode added) {
    var mounts = added.path("volumeMounts");
    var last = mounts.path(mounts.size() - 1);
    for (var i = 0; i < mounts.size() - 1; i++) {
      if (path(mounts.get(i)).equals(path(last))) {
        return Optional.of(pathTaken(container, "volumeMounts", mounts.get(i), "mountPath"));
      }
    }
    return Optional.empty();
  }

  private static String path(JsonNode mount) {
    var path = mount.path("mountPath").asText("");
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static Finding nameTaken(String field, String what) {
    return Finding.of(
        InstrumentationReason.NameTaken, field, "", "has the name of the " + what + " to inject");
  }

  private static Finding pathTaken(
      PodContainer container, String list, JsonNode own, String field) {
    return Finding.of(
        InstrumentationReason.PathTaken,
        container.path() + "." + list + "[" + own.path("name").asText() + "]",
        own.path(field).asText(),
        "is where the agent's files would be");
  }
}
