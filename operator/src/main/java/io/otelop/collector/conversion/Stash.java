// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.conversion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.naming.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a version cannot say of an object, kept in one of its annotations until the object is wanted
 * in the other version again. Each entry remembers what stood at its place when it was made: where
 * somebody has changed that meanwhile, the change wins.
 *
 * @param entries in the order of the object
 */
record Stash(List<Entry> entries) {

  /** What annotations may have together, as the API server counts it. */
  private static final int MAX_ANNOTATIONS = 256 * 1024;

  /** Room that is left for others, and for the stash's own punctuation. */
  private static final int RESERVE = 8 * 1024;

  private static final int DIGITS = 16;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  /**
   * One place.
   *
   * @param at keys that lead there
   * @param from the digest of what the other version makes of it; empty for nothing at all
   * @param value what is really there; null for nothing at all
   */
  record Entry(List<String> at, String from, @Nullable JsonNode value) {

    private int size() {
      return value == null ? 0 : value.toString().length();
    }
  }

  Stash {
    entries = List.copyOf(entries);
  }

  /**
   * Takes the stash for a version off an object.
   *
   * @param key of the annotation
   * @return empty where the annotation is missing, or is not a stash for this version; it stays
   */
  static Stash takeFrom(ObjectNode object, String key, String version) {
    var stash = in(object, key, version);
    if (stash.isPresent()) {
      var annotations = (ObjectNode) object.path("metadata").path("annotations");
      annotations.remove(key);
      if (annotations.isEmpty()) {
        ((ObjectNode) object.get("metadata")).remove("annotations");
      }
    }
    return stash.orElseGet(() -> new Stash(List.of()));
  }

  /** The stash for a version in the annotations of an object. */
  static Optional<Stash> in(JsonNode object, String key, String version) {
    var text = object.path("metadata").path("annotations").path(key);
    return text.isTextual() ? of(text.textValue(), version) : Optional.empty();
  }

  /** The stash for a version that an annotation's text holds. */
  static Optional<Stash> of(String text, String version) {
    try {
      var tree = MAPPER.readTree(text);
      return tree.size() == 1 && tree.path(version).isArray()
          ? entries(tree.path(version)).map(Stash::new)
          : Optional.empty();
    } catch (JsonProcessingException notOurs) {
      return Optional.empty();
    }
  }

  private static Optional<List<Entry>> entries(JsonNode list) {
    var entries = new ArrayList<Entry>();
    for (var entry : list) {
      if (!entry.path("at").isArray() || entry.path("at").isEmpty()) {
        return Optional.empty();
      }
      entries.add(
          new Entry(
              entry.path("at").valueStream().map(JsonNode::asText).toList(),
              entry.path("from").asText(),
              entry.get("value")));
    }
    return Optional.of(entries);
  }

  /** What is in an object and not in what its conversion there and back would give. */
  static Stash difference(JsonNode back, JsonNode object) {
    var entries = new ArrayList<Entry>();
    compare(List.of(), back, object, entries);
    return new Stash(entries);
  }

  private static void compare(
      List<String> at, JsonNode back, JsonNode object, List<Entry> entries) {
    if (back.isObject() && object.isObject()) {
      var keys = new TreeSet<String>();
      back.fieldNames().forEachRemaining(keys::add);
      object.fieldNames().forEachRemaining(keys::add);
      for (var key : keys) {
        var deeper = new ArrayList<>(at);
        deeper.add(key);
        compare(deeper, back.path(key), object.path(key), entries);
      }
    } else if (!back.equals(Stash::byValue, object)) {
      entries.add(new Entry(at, digest(back), object.isMissingNode() ? null : object));
    }
  }

  /** 1 and 1.0 are the same number. */
  private static int byValue(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue());
    }
    return one.equals(other) ? 0 : 1;
  }

  /** Puts back what still belongs there. */
  void restoreTo(ObjectNode object) {
    for (var entry : entries) {
      JsonNode parent = object;
      for (var key : entry.at().subList(0, entry.at().size() - 1)) {
        parent = parent.path(key);
      }
      var last = entry.at().getLast();
      if (parent instanceof ObjectNode there && digest(there.path(last)).equals(entry.from())) {
        if (entry.value() == null) {
          there.remove(last);
        } else {
          there.set(last, entry.value());
        }
      }
    }
  }

  /**
   * Writes the annotation, without the largest entries where there is no room for all: an object
   * must always be convertible.
   */
  void putOn(ObjectNode object, String key, String version) {
    if (entries.isEmpty() || !(object.get("metadata") instanceof ObjectNode metadata)) {
      return;
    }
    var annotations = metadata.withObjectProperty("annotations");
    var room = MAX_ANNOTATIONS - RESERVE;
    for (var annotation : annotations.properties()) {
      room -= bytes(annotation.getKey()) + bytes(annotation.getValue().asText());
    }
    var kept = new ArrayList<>(entries);
    var text = text(kept, version);
    while (bytes(text) > room && !kept.isEmpty()) {
      kept.remove(kept.stream().max(Comparator.comparingInt(Entry::size)).orElseThrow());
      text = text(kept, version);
    }
    if (!kept.isEmpty()) {
      annotations.put(key, text);
    } else if (annotations.isEmpty()) {
      metadata.remove("annotations");
    }
  }

  private static String text(List<Entry> entries, String version) {
    var stash = JsonNodeFactory.instance.objectNode();
    var list = stash.putArray(version);
    for (var entry : entries) {
      var one = list.addObject();
      entry.at().forEach(one.putArray("at")::add);
      if (!entry.from().isEmpty()) {
        one.put("from", entry.from());
      }
      if (entry.value() != null) {
        one.set("value", entry.value());
      }
    }
    return stash.toString();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The same for equal values, whatever the order of their keys. */
  static String digest(JsonNode value) {
    if (value.isMissingNode()) {
      return "";
    }
    try {
      var sorted = MAPPER.writeValueAsBytes(MAPPER.treeToValue(value, Object.class));
      return Sha256.hex(sorted).substring(0, DIGITS);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a JSON value has a digest", impossible);
    }
  }
}
