// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;

/**
 * What would happen if some files were applied, step by step. This is what {@code plan -o json}
 * prints.
 */
record Plan(List<Step> steps) {

  /** Stands for what only the write itself decides. */
  static final String LATER = "(known when it is made)";

  /** Copies the list. */
  Plan {
    steps = List.copyOf(steps);
  }

  /** What happens to one object. */
  enum Action {
    create,
    change,
    delete,
    /** It is deleted and made anew, because a field may not be changed. */
    recreate,
    /** It is refused, and nothing is done. */
    refuse,
    /** Its name is taken by an object of somebody else, which is left alone. */
    keep,
    /** It stays as it is, and its pods are no longer what they would be if they were made now. */
    outdate
  }

  /**
   * What happens to one object.
   *
   * @param fields JSON pointers of what changes
   * @param restarts whether its pods are replaced
   * @param notes why, and what becomes of its pods
   * @param after the object as it will be; null where it is no more, or not known
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Step(
      Action action,
      String kind,
      String namespace,
      String name,
      List<String> fields,
      boolean restarts,
      List<String> notes,
      JsonNode after) {

    /** Copies the lists. */
    Step {
      fields = List.copyOf(fields);
      notes = List.copyOf(notes);
    }

    /** Of an object of which nothing is known but its name. */
    static Step of(Action action, JsonNode object, List<String> notes) {
      return new Step(
          action,
          object.path("kind").asText(),
          object.at("/metadata/namespace").asText(""),
          object.at("/metadata/name").asText(""),
          List.of(),
          false,
          notes,
          NullNode.getInstance());
    }

    /** The object, as people call it. */
    String place() {
      return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }

    String line() {
      return restarts ? place() + ", whose pods are replaced" : place();
    }
  }
}
