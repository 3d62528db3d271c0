// SPDX-License-Identifier: Apache-2.0
package io.otelop.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How a setting is read: from a text, or from what a YAML file holds in its place.
 *
 * @param <T> what comes out
 * @param allowed what may be given, to follow the word "give"
 * @param isSwitch whether a flag of it needs no value
 * @param isList whether a flag of it may be repeated
 * @param read the value; empty where the input is not allowed
 */
record Format<T>(
    String allowed, boolean isSwitch, boolean isList, Function<Object, Optional<T>> read) {

  private static final Set<String> TRUE = Set.of("1", "t", "true");
  private static final Set<String> FALSE = Set.of("0", "f", "false");

  static Format<String> text() {
    return scalar("a text", Optional::of);
  }

  static Format<Boolean> truth() {
    return new Format<>("true or false", true, false, value -> one(value).flatMap(Format::truth));
  }

  static Format<Integer> number(int least, int most) {
    return scalar(
        "a whole number from " + least + " to " + most,
        text ->
            text.matches("-?[0-9]{1,9}")
                ? Optional.of(Integer.valueOf(text)).filter(n -> n >= least && n <= most)
                : Optional.empty());
  }

  /** One of these words, in any case; it comes out as it is written here. */
  static Format<String> oneOf(String... words) {
    return scalar(
        "one of " + String.join(", ", words),
        text -> Arrays.stream(words).filter(text::equalsIgnoreCase).findFirst());
  }

  static Format<ListenAddress> address() {
    return scalar(
        "host:port or :port with a port from 0 to 65535, or 0 for none", ListenAddress::parse);
  }

  /** The address that an API server calls a webhook at; empty for none. */
  static Format<String> webhookUrl() {
    return scalar(
        "an https:// address without user, query and fragment",
        text -> text.isEmpty() || isWebhookUrl(text) ? Optional.of(text) : Optional.empty());
  }

  /** A list of texts: a list in the file, with commas in the environment, repeated as a flag. */
  static Format<List<String>> list() {
    return new Format<>("a list of texts", false, true, Format::many);
  }

  /** A list of texts that holds commas wherever it is written. */
  static Format<List<String>> commaList() {
    return new Format<>(
        "a list with commas",
        false,
        false,
        value ->
            value instanceof List<?>
                ? many(value)
                : one(value).flatMap(text -> many(List.of(text.split(",", -1)))));
  }

  /**
   * Gates to open, or with a minus before them to close.
   *
   * @param locked those that are open for good
   */
  static Format<List<String>> gates(List<String> known, List<String> locked) {
    Predicate<String> isAllowed =
        gate -> {
          var name = gate.replaceFirst("^[-+]", "");
          return known.contains(name) || (locked.contains(name) && !gate.startsWith("-"));
        };
    return new Format<>(
        "a list with commas of "
            + String.join(", ", known)
            + ", each with a minus before it to close it, and of "
            + String.join(", ", locked)
            + ", which cannot be closed",
        false,
        false,
        value -> commaList().read().apply(value).filter(all -> all.stream().allMatch(isAllowed)));
  }

  static Format<List<String>> patterns() {
    return new Format<>(
        "a list of regular expressions",
        false,
        true,
        value -> many(value).filter(all -> all.stream().allMatch(Format::isPattern)));
  }

  /** A mapping of the config file, kept as it is. */
  static Format<Map<String, Object>> tree() {
    return new Format<>(
        "a mapping",
        false,
        false,
        value -> value instanceof Map<?, ?> map ? Optional.of(copy(map)) : Optional.empty());
  }

  private static <T> Format<T> scalar(String allowed, Function<String, Optional<T>> read) {
    return new Format<>(allowed, false, false, value -> one(value).flatMap(read));
  }

  private static Optional<String> one(Object value) {
    return value instanceof Map<?, ?> || value instanceof List<?>
        ? Optional.empty()
        : Optional.of(value.toString().strip());
  }

  private static Optional<List<String>> many(Object value) {
    if (!(value instanceof List<?> list)) {
      return one(value).map(text -> text.isEmpty() ? List.of() : List.of(text));
    }
    var texts = list.stream().map(item -> item == null ? "" : item.toString().strip());
    return Optional.of(texts.filter(text -> !text.isEmpty()).toList());
  }

  private static Optional<Boolean> truth(String text) {
    var word = text.toLowerCase(Locale.ROOT);
    return TRUE.contains(word)
        ? Optional.of(true)
        : FALSE.contains(word) ? Optional.of(false) : Optional.empty();
  }

  private static boolean isWebhookUrl(String text) {
    try {
      var uri = new URI(text);
      return "https".equalsIgnoreCase(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (URISyntaxException notAnAddress) {
      return false;
    }
  }

  private static boolean isPattern(String text) {
    try {
      return !Pattern.compile(text).pattern().isEmpty();
    } catch (PatternSyntaxException notAPattern) {
      return false;
    }
  }

  private static Map<String, Object> copy(Map<?, ?> map) {
    var copy = new LinkedHashMap<String, Object>();
    map.forEach(
        (key, value) -> {
          if (value != null) {
            copy.put(String.valueOf(key), value);
          }
        });
    return copy;
  }
}
