// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Whether labels are what a selector wants, as Kubernetes reads selectors. */
public final class LabelMatch {

  private LabelMatch() {}

  /** A selector that says nothing wants everything. */
  public static boolean of(LabelSelector selector, Map<String, String> labels) {
    var wanted = Objects.requireNonNullElse(selector.getMatchLabels(), Map.<String, String>of());
    var expressions =
        Objects.requireNonNullElse(
            selector.getMatchExpressions(), List.<LabelSelectorRequirement>of());
    return wanted.entrySet().stream()
            .allMatch(entry -> entry.getValue().equals(labels.get(entry.getKey())))
        && expressions.stream().allMatch(expression -> isMet(expression, labels));
  }

  private static boolean isMet(LabelSelectorRequirement expression, Map<String, String> labels) {
    var value = labels.get(expression.getKey());
    var values = Objects.requireNonNullElse(expression.getValues(), List.<String>of());
    return switch (String.valueOf(expression.getOperator())) {
      case "In" -> value != null && values.contains(value);
      case "NotIn" -> value == null || !values.contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }
}
