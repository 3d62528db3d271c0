// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.otelop.crds.collector.OpenTelemetryCollector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** How many collectors there are, by what their conditions say. */
public final class CollectorCounts {

  private static final List<String> STATUSES = List.of("True", "False", "Unknown");

  private CollectorCounts() {}

  /**
   * For each condition and each status the number of collectors, also where it is none, so that an
   * alert sees a zero and not a gap. A condition that nobody wrote yet is unknown.
   */
  public static Map<List<String>, Long> byCondition(Stream<OpenTelemetryCollector> collectors) {
    var counts = new HashMap<List<String>, Long>();
    CollectorStatus.CONDITIONS.forEach(
        type -> STATUSES.forEach(status -> counts.put(List.of(type, status), 0L)));
    collectors.forEach(
        collector ->
            CollectorStatus.CONDITIONS.forEach(
                type -> counts.merge(List.of(type, status(collector, type)), 1L, Long::sum)));
    return counts;
  }

  private static String status(OpenTelemetryCollector collector, String type) {
    var status = collector.getStatus();
    if (status == null || status.conditions() == null) {
      return "Unknown";
    }
    return status.conditions().stream()
        .filter(condition -> type.equals(condition.getType()))
        .map(condition -> Objects.requireNonNullElse(condition.getStatus(), "Unknown"))
        .filter(STATUSES::contains)
        .findFirst()
        .orElse("Unknown");
  }
}
