// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.conversion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.collector.config.ConfigText;
import io.otelop.naming.Labels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A collector in one version of its kind as the same in another. Every object can be converted, and
 * there and back it is what it was: what a version has no words for is stashed in an annotation,
 * the text of a v1alpha1 config among it, so that even its comments come back.
 */
public final class Versions {

  private static final String GROUP = "opentelemetry.io/";
  public static final String ALPHA = "v1alpha1";
  public static final String BETA = "v1beta1";

  private static final List<String> CONFIG = List.of("spec", "config");

  private Versions() {}

  /**
   * The object in another version.
   *
   * @param object left alone
   * @param apiVersion as manifests write it
   * @return the same where it is in that version already, or nobody knows the version
   */
  public static JsonNode convert(JsonNode object, String apiVersion) {
    var from = version(object.path("apiVersion").asText());
    var to = version(apiVersion);
    if (!(object instanceof ObjectNode tree) || from.isEmpty() || to.isEmpty() || from.equals(to)) {
      return object;
    }
    return convert(tree.deepCopy(), from.get(), to.get());
  }

  private static ObjectNode convert(ObjectNode original, String from, String to) {
    var stash = Stash.takeFrom(original, Labels.CONVERSION, to);
    // An annotation of this name that is no stash of ours is stashed like what has no words.
    var result = withoutStash(plain(original, to));
    stash.restoreTo(result);
    var back = withoutStash(plain(result, from));
    if (isEmptyConfig(original)) {
      ((ObjectNode) original.get("spec")).set("config", back.path("spec").path("config"));
    }
    Stash.difference(back, original).putOn(result, Labels.CONVERSION, from);
    return result;
  }

  private static ObjectNode withoutStash(ObjectNode object) {
    if (object.path("metadata").path("annotations") instanceof ObjectNode annotations
        && annotations.remove(Labels.CONVERSION) != null
        && annotations.isEmpty()) {
      ((ObjectNode) object.get("metadata")).remove("annotations");
    }
    return object;
  }

  private static ObjectNode plain(ObjectNode object, String version) {
    var result = object.deepCopy();
    result.put("apiVersion", GROUP + version);
    if (version.equals(BETA)) {
      Plain.toBeta(result);
    } else {
      Plain.toAlpha(result);
    }
    return result;
  }

  /** A text that says nothing is not worth keeping: it reads as the config that stands for it. */
  private static boolean isEmptyConfig(ObjectNode object) {
    var text = object.path("spec").path("config");
    return text.isTextual()
        && ConfigText.parse(text.textValue()) instanceof ConfigText.Parsed(var tree)
        && tree.isNull();
  }

  /**
   * The v1alpha1 text that nobody could read, where a config stands for it.
   *
   * @param annotations of the v1beta1 object
   * @param config of the same
   * @return empty where there is none, or the config was corrected meanwhile
   */
  public static Optional<String> unreadableConfig(
      Map<String, String> annotations, JsonNode config) {
    var text = annotations.get(Labels.CONVERSION);
    if (text == null || !config.equals(Plain.empty())) {
      return Optional.empty();
    }
    return Stash.of(text, ALPHA).stream()
        .flatMap(stash -> stash.entries().stream())
        .filter(entry -> entry.at().equals(CONFIG))
        .map(Stash.Entry::value)
        .filter(Objects::nonNull)
        .map(JsonNode::asText)
        .findFirst();
  }

  private static Optional<String> version(String apiVersion) {
    return switch (apiVersion) {
      case GROUP + ALPHA -> Optional.of(ALPHA);
      case GROUP + BETA -> Optional.of(BETA);
      default -> Optional.empty();
    };
  }
}
