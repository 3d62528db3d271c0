// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.collector.OpenTelemetryCollectorStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * How many collectors there are, by what their conditions say, kept up by each reconcile. Safe for
 * all threads.
 */
public final class CollectorCounts {

  private static final String UNKNOWN = "Unknown";
  private static final List<String> STATUSES = List.of("True", "False", UNKNOWN);

  /** By uid, the status of each of {@link CollectorStatus#CONDITIONS} in their order. */
  private final ConcurrentMap<String, List<String>> collectors = new ConcurrentHashMap<>();

  /** A collector says this from now on. */
  void note(OpenTelemetryCollector collector, @Nullable OpenTelemetryCollectorStatus status) {
    collectors.put(
        collector.getMetadata().getUid(),
        CollectorStatus.CONDITIONS.stream().map(type -> value(status, type)).toList());
  }

  /** A collector is gone. */
  void forget(OpenTelemetryCollector collector) {
    collectors.remove(collector.getMetadata().getUid());
  }

  /**
   * For each condition and each status the number of collectors, also where it is none, so that an
   * alert sees a zero and not a gap. A condition that nobody wrote yet is unknown.
   */
  public Map<List<String>, Long> byCondition() {
    var types = CollectorStatus.CONDITIONS;
    var counts = new HashMap<List<String>, Long>();
    types.forEach(type -> STATUSES.forEach(status -> counts.put(List.of(type, status), 0L)));
    for (var statuses : collectors.values()) {
      for (var i = 0; i < types.size(); i++) {
        counts.merge(List.of(types.get(i), statuses.get(i)), 1L, Long::sum);
      }
    }
    return counts;
  }

  private static String value(@Nullable OpenTelemetryCollectorStatus status, String type) {
    if (status == null || status.conditions() == null) {
      return UNKNOWN;
    }
    return status.conditions().stream()
        .filter(condition -> type.equals(condition.getType()))
        .map(condition -> Objects.requireNonNullElse(condition.getStatus(), UNKNOWN))
        .flatMap(value -> STATUSES.stream().filter(value::equals))
        .findFirst()
        .orElse(UNKNOWN);
  }
}
