// SPDX-License-Identifier: Apache-2.0
package io.otelop.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What a benchmark found, in the order in which it found it. */
final class Figures {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String name;
  private final List<Figure> figures = new ArrayList<>();

  private record Figure(String name, double value, String unit) {}

  Figures(String name) {
    this.name = name;
  }

  /** The benchmark's, as goals have it. */
  String name() {
    return name;
  }

  void add(String figure, double value, String unit) {
    figures.add(new Figure(figure, value, unit));
    System.err.printf(Locale.ROOT, "  %s: %s %s%n", figure, number(value), unit);
  }

  void count(String figure, long value) {
    add(figure, (double) value, "");
  }

  /** A rate and the times of single requests. */
  void add(String figure, Load.Outcome outcome) {
    add(figure + ": rate", outcome.rate(), "/s");
    add(figure + ": p50", outcome.times().percentile(50), "ms");
    add(figure + ": p90", outcome.times().percentile(90), "ms");
    add(figure + ": p99", outcome.times().percentile(99), "ms");
    add(figure + ": p99.9", outcome.times().percentile(99.9), "ms");
    add(figure + ": longest", outcome.times().percentile(100), "ms");
    count(figure + ": wrong answers", outcome.wrong());
  }

  /** A table for people. */
  String text() {
    var text = new StringBuilder(name).append('\n');
    for (var figure : figures) {
      var goal =
          Goal.of(name, figure.name())
              .map(
                  it ->
                      "   goal %s %s: %s"
                          .formatted(
                              it.bound() == Goal.Bound.AT_MOST ? "<=" : ">=",
                              number(it.value()),
                              it.isReachedBy(figure.value()) ? "reached" : "NOT reached"))
              .orElse("");
      text.append(
          "  %-58s %10s %-4s%s"
              .formatted(figure.name(), number(figure.value()), figure.unit(), goal)
              .stripTrailing());
      text.append('\n');
    }
    return text.toString();
  }

  /** The same for programs: one object with a list of figures. */
  String json() {
    var tree = JSON.createObjectNode().put("benchmark", name);
    tree.put("processors", Runtime.getRuntime().availableProcessors());
    var list = tree.putArray("figures");
    for (var figure : figures) {
      var entry =
          list.addObject()
              .put("name", figure.name())
              .put("value", figure.value())
              .put("unit", figure.unit());
      Goal.of(name, figure.name())
          .ifPresent(
              goal ->
                  entry
                      .put("goal", goal.value())
                      .put("bound", goal.bound().name())
                      .put("reached", goal.isReachedBy(figure.value())));
    }
    return Objects.requireNonNull(tree.toPrettyString()) + "\n";
  }

  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return String.valueOf((long) value);
    }
    return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.2f", value);
  }
}
