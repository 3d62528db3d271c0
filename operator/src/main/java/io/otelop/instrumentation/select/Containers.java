// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.select;

import io.otelop.pod.PodContainer;
import io.otelop.pod.PodFacts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The containers that a language is for. Rules: instrumentation.md 2.6.
 *
 * @param found init containers in the pod's order, then containers in the order of their names
 * @param unknown names that no container has
 */
public record Containers(List<PodContainer> found, List<String> unknown) {

  /** Copies the lists. */
  public Containers {
    found = List.copyOf(found);
    unknown = List.copyOf(unknown);
  }

  /**
   * The containers of these names, or the pod's first one where there are no names.
   *
   * @param orFirst whether the first one stands in where no container has any of the names
   */
  public static Containers of(PodFacts facts, List<String> names, boolean orFirst) {
    var containers = facts.containers();
    if (names.isEmpty()) {
      return new Containers(containers.subList(0, 1), List.of());
    }
    var found = new ArrayList<PodContainer>();
    var missing = new ArrayList<String>();
    for (var name : new LinkedHashSet<>(names)) {
      containers.stream()
          .filter(container -> container.name().equals(name))
          .findFirst()
          .ifPresentOrElse(found::add, () -> missing.add(name));
    }
    var first = new ArrayList<PodContainer>();
    for (var container : facts.initContainers()) {
      if (missing.remove(container.name())) {
        first.add(container);
      }
    }
    first.addAll(found);
    if (first.isEmpty() && orFirst) {
      first.add(containers.getFirst());
    }
    return new Containers(first, missing);
  }
}
