// SPDX-License-Identifier: Apache-2.0
package io.otelop.bench;

import java.util.List;
import java.util.Optional;

/**
 * What a figure should be, by the name of its benchmark and its own. They come of what the Go
 * operator 0.158 took for the same work on a machine of the same size, and of how much better this
 * one wants to be.
 *
 * @param bound the figure should be at most this, or at least
 */
record Goal(String benchmark, String figure, Bound bound, double value) {

  /** On which side of the value the figure should be. */
  enum Bound {
    AT_MOST,
    AT_LEAST
  }

  private static final List<Goal> ALL =
      List.of(
          atMost("collectors-1000-kcm", Collectors.ALL_CHILDREN, 0.45 * 199),
          atMost("collectors-1000-kcm", Collectors.ALL_CHANGED, 0.45 * 91),
          atMost("collectors-1000-kcm", Collectors.APPLY_CPU, 24),
          atMost("collectors-1000-kcm", Collectors.IDLE_CPU, 0.5),
          atMost("collectors-1000-kcm", Collectors.IDLE_MEMORY, 216),
          atMost("collectors-1000-kcm", Collectors.MEMORY, 150),
          atMost("collectors-1000-kcm", Collectors.READY, 1),
          atMost("collectors-300", Collectors.ALL_CHILDREN, 0.33 * 21.6),
          atMost("collectors-300", Collectors.ALL_CHANGED, 0.33 * 16.4),
          atMost("collectors-300", Collectors.APPLY_CPU, 5),
          atMost("collectors-300", Collectors.IDLE_MEMORY, 216),
          atMost("collectors-300", Collectors.MEMORY, 150),
          atMost("collectors-300", Collectors.READY, 1),
          atMost("collectors-1000", Collectors.IDLE_CPU, 0.5),
          atMost("collectors-1000", Collectors.IDLE_MEMORY, 216),
          atMost("webhook", Webhook.FIRST, 100),
          atLeast("webhook", "inject, 16 connections: rate", 3 * 3_261),
          atMost("webhook", "inject, 16 connections: p50", 4.1),
          atMost("webhook", "inject, 16 connections: p99", 61 / 3.0),
          atMost("webhook", "inject, 1 connection: p50", 0.37),
          atMost("webhook", "inject, 1 connection: p99", 2.9 / 3),
          atLeast("webhook", "nothing to inject, 16 connections: rate", 3 * 6_553),
          atMost("webhook", "nothing to inject, 16 connections: p99", 48 / 3.0),
          atLeast("pods", Pods.RATIO, 0.9),
          atMost("memory", PodMemory.RATIO, 1.1));

  static Optional<Goal> of(String benchmark, String figure) {
    return ALL.stream()
        .filter(goal -> goal.benchmark.equals(benchmark) && goal.figure.equals(figure))
        .findFirst();
  }

  boolean isReachedBy(double figure) {
    return switch (bound) {
      case AT_MOST -> figure <= value;
      case AT_LEAST -> figure >= value;
    };
  }

  private static Goal atMost(String benchmark, String figure, double value) {
    return new Goal(benchmark, figure, Bound.AT_MOST, value);
  }

  private static Goal atLeast(String benchmark, String figure, double value) {
    return new Goal(benchmark, figure, Bound.AT_LEAST, value);
  }
}
