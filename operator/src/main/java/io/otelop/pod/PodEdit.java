// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One change of a pod as data, keyed by what it sets: applied twice it does what it does once. The
 * order of a list of edits is the order of what they add. Trees in edits are shared between pods
 * and are never changed.
 */
public sealed interface PodEdit {

  /** A volume, unless the pod has one of its name. */
  record AddVolume(JsonNode volume) implements PodEdit {}

  /**
   * An init container, unless the pod has one of its name.
   *
   * @param before the init container in front of which it goes; empty for the end of the list
   */
  record AddInitContainer(JsonNode container, String before) implements PodEdit {}

  /** A container at the end of the list, unless the pod has one of its name. */
  record AddContainer(JsonNode container) implements PodEdit {}

  /** No container and no init container of this name. */
  record RemoveContainer(String name) implements PodEdit {}

  /** A mount at the end of the list, unless the container has one at its path. */
  record AddMount(String container, JsonNode mount) implements PodEdit {}

  /**
   * A mount at the end of the list in place of the first one in a folder, and of one at its own
   * path, unless the container has it.
   */
  record ReplaceMount(String container, String folder, JsonNode mount) implements PodEdit {}

  /** Variables in front of all others, each unless the container has one of its name. */
  record PrependEnv(String container, List<EnvEntry> entries) implements PodEdit {

    /** Copies the list. */
    public PrependEnv {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Variables behind all others, each unless the container has one of its name. An entry of that
   * name in a ConfigMap or Secret that the container takes whole wins as well.
   */
  record AddEnv(String container, List<EnvEntry> entries) implements PodEdit {

    /** Copies the list. */
    public AddEnv {
      entries = List.copyOf(entries);
    }
  }

  /** Variables that belong together: behind all others, unless the container has a given name. */
  record AddEnvTogether(String container, List<EnvEntry> entries, List<String> unless)
      implements PodEdit {

    /** Copies the lists. */
    public AddEnvTogether {
      entries = List.copyOf(entries);
      unless = List.copyOf(unless);
    }
  }

  /**
   * A variable whose value is put around the one that is there, in its place. One that comes from
   * elsewhere, by a reference or by {@code envFrom}, gets a name of its own, to which the joined
   * value refers.
   *
   * @param alone the value where the container has none
   * @param nothing stands for a value from elsewhere that is missing when the container starts
   */
  record JoinEnv(
      String container, String name, String alone, String prefix, String suffix, String nothing)
      implements PodEdit {

    /** One where an empty value does no harm between prefix and suffix. */
    public JoinEnv(String container, String name, String alone, String prefix, String suffix) {
      this(container, name, alone, prefix, suffix, "");
    }

    EnvEntry around(String value) {
      return EnvEntry.of(name, prefix + value + suffix);
    }

    boolean isAround(String value) {
      return value.equals(alone) || (value.startsWith(prefix) && value.endsWith(suffix));
    }
  }

  /** Resource attributes behind those that the container has; the variable becomes the last. */
  record AddResourceAttributes(String container, List<ResourceAttribute> attributes)
      implements PodEdit {

    /** Copies the list. */
    public AddResourceAttributes {
      attributes = List.copyOf(attributes);
    }
  }

  /** A secret for pulling images, unless the pod has it. */
  record AddPullSecret(String name) implements PodEdit {}

  /** The pod's containers see each other's processes. */
  record ShareProcesses() implements PodEdit {}

  /** A label, in place of one that is there. */
  record Label(String key, String value) implements PodEdit {}

  /** An annotation, in place of one that is there. */
  record Annotate(String key, String value) implements PodEdit {}
}
