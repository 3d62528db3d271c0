// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

/** Numbers of pods by how they stand. */
public record Counts(int instrumented, int outdated, int missed, int failed) {

  /** No pods. */
  public static final Counts NONE = new Counts(0, 0, 0, 0);

  /** All together; a pod that asks for two languages counts twice. */
  public int total() {
    return instrumented + outdated + missed + failed;
  }

  /** Both together. */
  Counts plus(Counts other) {
    return new Counts(
        instrumented + other.instrumented,
        outdated + other.outdated,
        missed + other.missed,
        failed + other.failed);
  }

  /** One pod more; one of which nobody knows is not counted. */
  Counts plus(Standing standing) {
    return switch (standing) {
      case Standing.Instrumented _ -> new Counts(instrumented + 1, outdated, missed, failed);
      case Standing.Outdated _ -> new Counts(instrumented, outdated + 1, missed, failed);
      case Standing.Missed _ -> new Counts(instrumented, outdated, missed + 1, failed);
      case Standing.Failed _ -> new Counts(instrumented, outdated, missed, failed + 1);
      case Standing.Unclear _ -> this;
    };
  }
}
