// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.fabric8.kubernetes.client.CustomResource;
import io.otelop.crds.instrumentation.InstrumentationSpec;
import io.otelop.instrumentation.language.AgentProfile;
import io.otelop.instrumentation.language.Languages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The image of one language's agent, and who chose it.
 *
 * @param language its name
 * @param image that pods get today
 * @param chosenBy who chose it
 * @param isEnabled whether pods may ask for the language at all
 */
public record AgentImage(String language, String image, ChosenBy chosenBy, boolean isEnabled) {

  /** Who chose an image. */
  public enum ChosenBy {
    /** Whoever wrote the spec. */
    SPEC,
    /** The operator, which wrote it into the spec with a note. */
    OPERATOR_AT_WRITING,
    /** The operator, since the spec names none. */
    OPERATOR
  }

  /** Those of all languages that have an agent; pure. */
  public static List<AgentImage> of(
      CustomResource<InstrumentationSpec, ?> resource, InstrumentationFacts facts) {
    var spec = EffectiveInstrumentation.spec(resource);
    var notes =
        Objects.requireNonNullElse(
            resource.getMetadata().getAnnotations(), Map.<String, String>of());
    var images = new ArrayList<AgentImage>();
    for (var language : Languages.ALL) {
      language
          .agent()
          .ifPresent(
              agent -> {
                var written = spec.path(agent.field()).path("image").asText("");
                images.add(
                    new AgentImage(
                        language.name(),
                        written.isEmpty() ? facts.image(language.name()) : written,
                        chosenBy(written, agent, notes),
                        facts.enabled().contains(language.name())));
              });
    }
    return images;
  }

  private static ChosenBy chosenBy(String written, AgentProfile agent, Map<String, String> notes) {
    if (written.isEmpty()) {
      return ChosenBy.OPERATOR;
    }
    return written.equals(notes.get(agent.imageAnnotation()))
        ? ChosenBy.OPERATOR_AT_WRITING
        : ChosenBy.SPEC;
  }
}
