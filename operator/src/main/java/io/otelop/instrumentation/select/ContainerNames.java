// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.select;

import io.otelop.crds.UserAnnotations;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.instrumentation.language.Language;
import io.otelop.instrumentation.select.Choice.Found;
import io.otelop.pod.PodFacts;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of the containers that a language is for. Rules: instrumentation.md 2.1, 2.3, 2.5. */
public final class ContainerNames {

  private static final Pattern NAMES = Pattern.compile("[a-zA-Z0-9,-]+");

  private ContainerNames() {}

  /**
   * The names that annotations give.
   *
   * @param apart whether names for each language count
   * @return an empty list where nobody names any
   */
  public static Choice<List<String>> of(PodFacts facts, Language language, boolean apart) {
    var keys = new ArrayList<String>();
    keys.add(UserAnnotations.CONTAINER_NAMES);
    if (apart) {
      language.keys().containers().stream()
          .filter(key -> !facts.merged(key).isEmpty())
          .findFirst()
          .ifPresent(keys::add);
    }
    var names = new ArrayList<String>();
    var given = "";
    for (var key : keys) {
      var value = facts.merged(key);
      if (!value.isEmpty()) {
        if (!NAMES.matcher(value).matches()) {
          return Choice.missing(
              Finding.of(
                  InstrumentationReason.ContainerNamesInvalid,
                  key,
                  value,
                  "is not a list of container names"));
        }
        Stream.of(value.split(",", -1)).filter(name -> !name.isEmpty()).forEach(names::add);
        given = key;
      }
    }
    if (names.isEmpty() && !given.isEmpty()) {
      return Choice.missing(
          Finding.of(
              InstrumentationReason.ContainerNamesInvalid,
              given,
              facts.merged(given),
              "names no container"));
    }
    if (!language.isBeside()) {
      return new Found<>(names);
    }
    var counted = apart ? language.keys().containers().getFirst() : UserAnnotations.CONTAINER_NAMES;
    return one(facts, language, counted, names);
  }

  /**
   * An agent that watches one program takes the first name, unless the pod itself gives several.
   */
  private static Choice<List<String>> one(
      PodFacts facts, Language language, String key, List<String> names) {
    var ofPod = facts.annotation(key).asText("");
    if (ofPod.indexOf(',') >= 0) {
      return Choice.missing(
          Finding.of(
              InstrumentationReason.OnlyOneContainer,
              key,
              ofPod,
              "names several containers, and the agent for " + language.name() + " watches one"));
    }
    return new Found<>(names.isEmpty() ? names : names.subList(0, 1));
  }

  /**
   * Why a pod that asks for these languages cannot get any of them: nobody could say which
   * container each is for. A language whose names cannot be read is in nobody's way.
   */
  public static Optional<Finding> conflict(Map<Language, Choice<List<String>>> choices) {
    return choices.entrySet().stream()
        .flatMap(
            choice ->
                choice.getValue() instanceof Found(var names)
                    ? conflict(choice.getKey(), names, choices.size() > 1)
                    : Stream.empty())
        .findFirst();
  }

  private static Stream<Finding> conflict(
      Language language, List<String> names, boolean amongOthers) {
    var key = language.keys().containers().getFirst();
    if (names.isEmpty() && amongOthers) {
      return Stream.of(
          Finding.of(
              InstrumentationReason.ContainerNamesMissing,
              key,
              "",
              "is not set, and the pod asks for several languages"));
    }
    var seen = new HashSet<String>();
    return names.stream()
        .filter(name -> !seen.add(name))
        .limit(1)
        .map(
            name ->
                Finding.of(
                    InstrumentationReason.ContainerNamedTwice,
                    key,
                    String.join(",", names),
                    "has container " + name + " twice, together with the names for all languages"));
  }
}
