// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.otelop.instrumentation.language.Language;
import io.otelop.instrumentation.language.Languages;
import io.otelop.settings.InstrumentationSettings;
import io.otelop.settings.Settings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the operator says about every Instrumentation.
 *
 * @param enabled names of the languages that pods may ask for
 * @param severalLanguages whether a pod may name containers for each language apart
 * @param images by language, for Instrumentations that name none
 */
public record InstrumentationFacts(
    Set<String> enabled, boolean severalLanguages, Map<String, String> images) {

  /** Copies the collections. */
  public InstrumentationFacts {
    enabled = Set.copyOf(enabled);
    images = Map.copyOf(images);
  }

  /** What the settings say. */
  public static InstrumentationFacts of(Settings settings) {
    var enabled = new HashSet<String>();
    var images = new HashMap<String, String>();
    for (Language language : Languages.ALL) {
      var agent = language.agent();
      if (agent.isEmpty() || settings.get(agent.get().enabled())) {
        enabled.add(language.name());
      }
      agent.ifPresent(profile -> images.put(language.name(), settings.get(profile.image())));
    }
    return new InstrumentationFacts(
        enabled, settings.get(InstrumentationSettings.SEVERAL_LANGUAGES), images);
  }

  /** The image of a language's agent where nobody names another one. */
  public String image(String language) {
    return images.getOrDefault(language, "");
  }
}
