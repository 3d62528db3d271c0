// SPDX-License-Identifier: Apache-2.0
package io.otelop.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A label selector as Kubernetes writes it: a mapping in the file, and its YAML or JSON as text
 * elsewhere. What the API server would refuse is refused here, where it can be said whose it is.
 */
final class SelectorFormat {

  private static final Set<String> WITH_VALUES = Set.of("In", "NotIn");
  private static final Set<String> WITHOUT_VALUES = Set.of("Exists", "DoesNotExist");

  private SelectorFormat() {}

  static Format<Map<String, Object>> selector() {
    return new Format<>(
        "a label selector, as {matchLabels: {team: shop}}",
        false,
        false,
        value -> tree(value).filter(SelectorFormat::isSelector).map(SelectorFormat::copy));
  }

  private static Optional<Object> tree(Object value) {
    if (!(value instanceof String text)) {
      return Optional.of(value);
    }
    try {
      var read = new Load(LoadSettings.builder().build()).loadFromString(text);
      return Optional.of(read == null ? Map.of() : read);
    } catch (YamlEngineException notYaml) {
      return Optional.empty();
    }
  }

  private static boolean isSelector(Object tree) {
    if (!(tree instanceof Map<?, ?> selector)
        || !Set.of("matchLabels", "matchExpressions").containsAll(selector.keySet())) {
      return false;
    }
    var labels = selector.get("matchLabels");
    var expressions = selector.get("matchExpressions");
    return (labels == null || areLabels(labels))
        && (expressions == null
            || (expressions instanceof List<?> list
                && list.stream().allMatch(SelectorFormat::isExpression)));
  }

  private static boolean areLabels(Object tree) {
    return tree instanceof Map<?, ?> labels
        && Stream.concat(labels.keySet().stream(), labels.values().stream())
            .allMatch(String.class::isInstance);
  }

  private static boolean isExpression(Object tree) {
    if (!(tree instanceof Map<?, ?> expression)
        || !Set.of("key", "operator", "values").containsAll(expression.keySet())
        || !(expression.get("key") instanceof String)) {
      return false;
    }
    var hasValues = expression.get("values") instanceof List<?> values && !values.isEmpty();
    var areTexts =
        !(expression.get("values") instanceof List<?> values)
            || values.stream().allMatch(String.class::isInstance);
    var operator = String.valueOf(expression.get("operator"));
    return areTexts && (hasValues ? WITH_VALUES : WITHOUT_VALUES).contains(operator);
  }

  private static Map<String, Object> copy(Object tree) {
    var copy = new LinkedHashMap<String, Object>();
    ((Map<?, ?>) tree)
        .forEach(
            (key, value) -> {
              if (value != null) {
                copy.put(String.valueOf(key), value);
              }
            });
    return copy;
  }
}
