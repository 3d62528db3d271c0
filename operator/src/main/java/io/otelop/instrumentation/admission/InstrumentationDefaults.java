// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.instrumentation.InstrumentationFacts;
import io.otelop.instrumentation.language.AgentProfile;
import io.otelop.instrumentation.language.Languages;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an Instrumentation gets where it says nothing. Rules: instrumentation.md 1.4. */
public final class InstrumentationDefaults {

  private InstrumentationDefaults() {}

  /** Adds to a spec what it leaves open; what it says stays as it is. */
  public static void addTo(ObjectNode spec, InstrumentationFacts facts) {
    for (var language : Languages.ALL) {
      language.agent().ifPresent(agent -> addTo(spec, agent, facts.image(language.name())));
    }
  }

  /**
   * Adds to the metadata which images are the operator's own, so that an upgrade finds those that
   * nobody chose. An image that is the default of an earlier operator keeps its note until then.
   */
  public static void addImages(ObjectNode metadata, JsonNode spec, InstrumentationFacts facts) {
    var annotations = object(metadata, "annotations");
    if (annotations == null) {
      return;
    }
    for (var language : Languages.ALL) {
      language
          .agent()
          .ifPresent(
              agent -> {
                var image = spec.path(agent.field()).path("image").asText("");
                var before = annotations.path(agent.imageAnnotation()).asText("");
                if (before.isEmpty() || !before.equals(image)) {
                  annotations.put(agent.imageAnnotation(), facts.image(language.name()));
                }
              });
    }
  }

  private static void addTo(ObjectNode spec, AgentProfile agent, String image) {
    var section = object(spec, agent.field());
    if (section == null) {
      return;
    }
    if (section.path("image").asText("").isEmpty()) {
      section.put("image", image);
    }
    var resources = object(section, agent.resources());
    if (resources != null) {
      addQuantities(resources, "limits", AgentProfile.LIMITS);
      addQuantities(resources, "requests", agent.requests());
    }
    agent
        .defaults()
        .forEach(
            (field, value) -> {
              if (section.path(field).asText("").isEmpty()) {
                section.put(field, value);
              }
            });
  }

  private static void addQuantities(ObjectNode resources, String field, Map<String, String> add) {
    if (!resources.hasNonNull(field)) {
      var quantities = resources.putObject(field);
      add.forEach(quantities::put);
    }
  }

  /** A member that is an object, made where there is none; null where it is something else. */
  private static @Nullable ObjectNode object(ObjectNode parent, String field) {
    if (!parent.hasNonNull(field)) {
      return parent.putObject(field);
    }
    return parent.get(field) instanceof ObjectNode object ? object : null;
  }
}
