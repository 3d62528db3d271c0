// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.instrumentation.InstrumentationFacts;
import io.otelop.instrumentation.language.AgentProfile;
import io.otelop.instrumentation.language.Languages;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which images of an Instrumentation become the operator's own: those that an earlier operator
 * chose, as its notes say, and those that nobody chose because no webhook was there. An image that
 * the user chose stays. Rules: instrumentation.md 1.7.
 *
 * @param images by the field of the language's section
 * @param annotations the notes about them
 * @param blocked why the image of a language is not upgraded by itself, by its name
 */
public record ImageUpgrade(
    SortedMap<String, String> images,
    SortedMap<String, String> annotations,
    SortedMap<String, String> blocked) {

  /** Copies the maps. */
  public ImageUpgrade {
    images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    blocked = Collections.unmodifiableSortedMap(new TreeMap<>(blocked));
  }

  /** What is to be written. */
  public static ImageUpgrade of(
      Map<String, String> notes, JsonNode spec, InstrumentationFacts facts) {
    var upgrade = new ImageUpgrade(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    var images = new TreeMap<String, String>();
    var annotations = new TreeMap<String, String>();
    var blocked = new TreeMap<String, String>();
    for (var language : Languages.ALL) {
      if (language.agent().isPresent() && facts.enabled().contains(language.name())) {
        var agent = language.agent().get();
        var own = facts.image(language.name());
        if (isOurs(notes, spec, agent) && !own.equals(image(spec, agent))) {
          var problem = BlockedUpgrades.problem(language.name(), image(spec, agent), own);
          if (problem.isPresent()) {
            blocked.put(
                language.name(),
                "spec.%s.image: \"%s\" %s"
                    .formatted(agent.field(), image(spec, agent), problem.get()));
          } else {
            images.put(agent.field(), own);
            annotations.put(agent.imageAnnotation(), own);
          }
        }
      }
    }
    return images.isEmpty() && blocked.isEmpty()
        ? upgrade
        : new ImageUpgrade(images, annotations, blocked);
  }

  private static boolean isOurs(Map<String, String> notes, JsonNode spec, AgentProfile agent) {
    return notes.getOrDefault(agent.imageAnnotation(), "").equals(image(spec, agent));
  }

  private static String image(JsonNode spec, AgentProfile agent) {
    return spec.path(agent.field()).path("image").asText("");
  }
}
