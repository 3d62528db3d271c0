// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.EffectiveInstrumentation.Rejected;
import io.otelop.instrumentation.EffectiveInstrumentation.Result;
import io.otelop.reason.Finding;
import io.otelop.settings.ClusterSettings;
import io.otelop.settings.InstrumentationSettings;
import io.otelop.settings.Settings;
import java.util.List;
import java.util.Optional;

/**
 * The Instrumentation of the operator's config file, which pods of every namespace mean by {@code
 * true}; a name still means one of the cluster. Rules: instrumentation.md 2.4.
 *
 * @param one that the file has, with the defaults that every other one has
 * @param named those that pods can name
 */
public record FiledInstrumentation(Result one, Instrumentations named) implements Instrumentations {

  private static final String NAME = "config-file";

  /** Names of fields come in any case: the compatible operator reads them in small letters. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES).build();

  /** The one that the settings have; an empty one where they have none. */
  public static FiledInstrumentation of(
      Settings settings, InstrumentationFacts facts, Instrumentations named) {
    return new FiledInstrumentation(read(settings, facts), named);
  }

  @Override
  public Optional<Result> find(String namespace, String name) {
    return named.find(namespace, name);
  }

  @Override
  public List<Result> in(String namespace) {
    return List.of(one);
  }

  private static Result read(Settings settings, InstrumentationFacts facts) {
    var place = settings.get(ClusterSettings.NAMESPACE);
    try {
      var resource =
          JSON.convertValue(settings.get(InstrumentationSettings.FROM_FILE), Instrumentation.class);
      var metadata = resource.getMetadata();
      if (metadata.getNamespace() == null) {
        metadata.setNamespace(place);
      }
      if (metadata.getName() == null) {
        metadata.setName(NAME);
      }
      return EffectiveInstrumentation.of(resource, facts);
    } catch (IllegalArgumentException malformed) {
      return new Rejected(
          NAME,
          List.of(
              Finding.of(
                  InstrumentationReason.InvalidInstrumentation,
                  "config file, " + InstrumentationSettings.FROM_FILE.name(),
                  "",
                  "is no Instrumentation: "
                      + String.valueOf(malformed.getMessage()).lines().findFirst().orElse(""))));
    }
  }
}
