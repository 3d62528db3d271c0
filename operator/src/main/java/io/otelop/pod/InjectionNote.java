// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.pod.Decision.Injected;
import io.otelop.pod.Decision.Removed;
import io.otelop.pod.Decision.Skipped;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The decisions as the value of an annotation, for example {@code
 * {"java":{"app":"injected"},"instrumentation":"shop/default@3","content":{"java":"5e2b..."}}}:
 * outcome or reason code for each injection and container, the custom resources that said how, and
 * what they said, as a hash; {@code remarks} has the reason codes of what was injected all the
 * same.
 *
 * @param outcomes by injection and container; an empty name stands for the whole pod
 * @param sources names of custom resources, with their generation and joined by commas, by kind
 * @param contents hash of what was to be injected, by injection
 */
public record InjectionNote(
    Map<String, Map<String, String>> outcomes,
    Map<String, String> sources,
    Map<String, String> contents) {

  /** The outcome of a container that got what it asked for. */
  public static final String INJECTED = "injected";

  /** What a pod notes of which nothing was decided. */
  public static final InjectionNote NONE = new InjectionNote(Map.of(), Map.of(), Map.of());

  private static final String CONTENT = "content";

  /** Reasons of what was injected, and a person should know something all the same. */
  private static final String REMARKS = "remarks";

  /** What only names of custom resources have, and no reason code. */
  private static final char GENERATION = '@';

  /** A name as long as a container's may be. */
  private static final int MAX_NAME = 63;

  /** Keeps the note short for a pod that names hundreds of containers. */
  private static final int MAX_CONTAINERS = 32;

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** Copies the maps. */
  public InjectionNote {
    outcomes = Collections.unmodifiableMap(new TreeMap<>(outcomes));
    sources = Map.copyOf(sources);
    contents = Map.copyOf(contents);
  }

  /** Whether any container got it. */
  public boolean isInjected(String injection) {
    return outcomes.getOrDefault(injection, Map.of()).containsValue(INJECTED);
  }

  /** Whether anything was injected into any container. */
  public boolean isInjected() {
    return outcomes.keySet().stream().anyMatch(this::isInjected);
  }

  /** Reads the note of a pod; what is not one, or was written by hand, says nothing. */
  public static InjectionNote parse(String text) {
    JsonNode note;
    try {
      note = text.isEmpty() ? JsonNodeFactory.instance.objectNode() : JSON.readTree(text);
    } catch (JsonProcessingException notOurs) {
      return NONE;
    }
    var outcomes = new TreeMap<String, Map<String, String>>();
    var sources = new TreeMap<String, String>();
    var contents = new TreeMap<String, String>();
    for (var member : note.properties()) {
      var value = member.getValue();
      if (member.getKey().equals(CONTENT)) {
        contents.putAll(texts(value));
      } else if (value.isObject()) {
        outcomes.put(member.getKey(), texts(value));
      } else if (value.asText("").indexOf(GENERATION) >= 0) {
        sources.put(member.getKey(), value.asText());
      } else if (!member.getKey().equals(REMARKS)) {
        outcomes.put(member.getKey(), Map.of("", value.asText("")));
      }
    }
    return new InjectionNote(outcomes, sources, contents);
  }

  /** The annotation's value. */
  static String of(List<Decision> decisions) {
    var note = JsonNodeFactory.instance.objectNode();
    for (var decision : decisions) {
      switch (decision) {
        case Injected _ -> put(note, decision, INJECTED);
        case Removed removed -> put(note, decision, removed.finding().reason().code());
        case Skipped skipped -> put(note, decision, skipped.finding().reason().code());
      }
    }
    var contents = JsonNodeFactory.instance.objectNode();
    for (var decision : decisions) {
      if (decision instanceof Injected injected) {
        putSource(note, injected.source());
        if (!injected.source().content().isEmpty()) {
          contents.put(injected.subject().injection(), injected.source().content());
        }
      }
    }
    if (!contents.isEmpty()) {
      note.set(CONTENT, contents);
    }
    var remarks = JsonNodeFactory.instance.arrayNode();
    decisions.stream()
        .filter(Injected.class::isInstance)
        .flatMap(PodAnswer::findings)
        .map(finding -> finding.reason().code())
        .distinct()
        .sorted()
        .forEach(remarks::add);
    if (!remarks.isEmpty()) {
      note.set(REMARKS, remarks);
    }
    return note.toString();
  }

  private static void put(ObjectNode note, Decision decision, String outcome) {
    var subject = decision.subject();
    if (subject.container().isEmpty()) {
      note.put(subject.injection(), outcome);
      return;
    }
    var containers =
        note.get(subject.injection()) instanceof ObjectNode existing
            ? existing
            : note.putObject(subject.injection());
    if (containers.size() < MAX_CONTAINERS) {
      var name = subject.container();
      containers.put(name.substring(0, Math.min(name.length(), MAX_NAME)), outcome);
    }
  }

  /** Several resources of a kind stand in one text. */
  private static void putSource(ObjectNode note, Decision.Source source) {
    var before = note.path(source.kind()).asText("");
    if (before.isEmpty()) {
      note.put(source.kind(), source.name());
    } else if (!List.of(before.split(",", -1)).contains(source.name())) {
      note.put(source.kind(), before + "," + source.name());
    }
  }

  private static Map<String, String> texts(JsonNode object) {
    var texts = new TreeMap<String, String>();
    object.properties().forEach(member -> texts.put(member.getKey(), member.getValue().asText("")));
    return Collections.unmodifiableMap(texts);
  }
}
