// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.otelop.reason.Finding;
import java.util.Optional;
import java.util.Set;

/**
 * A workload some of whose pods are not as they should be in one language.
 *
 * @param pods how many
 * @param finding why, where they failed
 * @param restartedFor notes of the restarts that these pods came from, in spite of which they are
 *     as they are
 */
public record Affected(
    Workload workload,
    String language,
    Result result,
    int pods,
    Optional<Finding> finding,
    Set<String> restartedFor) {

  /** What is the matter. */
  public enum Result {
    OUTDATED,
    MISSED,
    FAILED
  }

  /** Copies the set. */
  public Affected {
    restartedFor = Set.copyOf(restartedFor);
  }
}
