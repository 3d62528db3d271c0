// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A list of a pod while it is edited. It remembers where each element came from, so that the patch
 * holds the changed elements without a comparison of trees.
 */
final class ListEdit {

  static final int NEW = -1;

  /** Absent, null and what is no list are alike. */
  private final boolean exists;

  private final int size;
  private final List<Slot> slots;
  private boolean changed;

  private record Slot(int from, boolean replaced, JsonNode node) {}

  ListEdit(JsonNode original) {
    exists = original instanceof ArrayNode;
    size = original.size();
    slots = new ArrayList<>(size + 16);
    for (var i = 0; exists && i < size; i++) {
      slots.add(new Slot(i, false, original.get(i)));
    }
  }

  boolean isChanged() {
    return changed;
  }

  int size() {
    return slots.size();
  }

  JsonNode get(int index) {
    return slots.get(index).node;
  }

  /** Index of the first element that matches; negative where none does. */
  int indexOf(Predicate<JsonNode> matches) {
    for (var i = 0; i < slots.size(); i++) {
      if (matches.test(slots.get(i).node)) {
        return i;
      }
    }
    return -1;
  }

  /** Index of the first element with a text in a field; negative where none has it. */
  int indexOf(String field, String text) {
    return indexOf(node -> node.path(field).asText("").equals(text));
  }

  /** Index of the last element with a text in a field; negative where none has it. */
  int lastIndexOf(String field, String text) {
    for (var i = slots.size() - 1; i >= 0; i--) {
      if (slots.get(i).node.path(field).asText("").equals(text)) {
        return i;
      }
    }
    return -1;
  }

  /** Where an element was in the original list; negative for a new one. */
  int origin(int index) {
    return slots.get(index).from;
  }

  /** Where an element of the original list is now; negative where it was removed. */
  int position(int origin) {
    for (var i = 0; i < slots.size(); i++) {
      if (slots.get(i).from == origin) {
        return i;
      }
    }
    return -1;
  }

  void insert(int index, JsonNode node) {
    slots.add(index, new Slot(NEW, false, node));
    changed = true;
  }

  void append(JsonNode node) {
    insert(slots.size(), node);
  }

  /** Another node in place of an element; a new element stays new. */
  void replace(int index, JsonNode node) {
    slots.set(index, new Slot(slots.get(index).from, true, node));
    changed = true;
  }

  void remove(int index) {
    slots.remove(index);
    changed = true;
  }

  ArrayNode result() {
    var result = JsonNodeFactory.instance.arrayNode(slots.size());
    slots.forEach(slot -> result.add(slot.node));
    return result;
  }

  /** Adds the operations that turn the original list into this one. */
  void patch(String path, PodPatch patch) {
    if (!changed) {
      return;
    }
    if (!exists) {
      patch.add(path, result());
      return;
    }
    patchRemovals(path, patch);
    for (var i = 0; i < slots.size(); i++) {
      var slot = slots.get(i);
      if (slot.from == NEW) {
        patch.add(path + '/' + i, slot.node);
      } else if (slot.replaced) {
        patch.replace(path + '/' + i, slot.node);
      }
    }
  }

  /** From the end, so that the indexes of those still to be removed stay right. */
  private void patchRemovals(String path, PodPatch patch) {
    var kept = slots.size() - 1;
    for (var from = size - 1; from >= 0; from--) {
      while (kept >= 0 && slots.get(kept).from == NEW) {
        kept--;
      }
      if (kept >= 0 && slots.get(kept).from == from) {
        kept--;
      } else {
        patch.remove(path + '/' + from);
      }
    }
  }
}
