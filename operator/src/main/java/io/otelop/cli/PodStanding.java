// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.instrumentation.Standing;
import io.otelop.pod.Decision;
import io.otelop.pod.Decision.Injected;
import io.otelop.pod.Decision.Removed;
import io.otelop.pod.Decision.Skipped;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.util.List;

/**
 * How a running pod stands to one thing that it asks for.
 *
 * @param injection a language, or {@code sidecar}
 * @param state as people call it: instrumented, outdated, missed or failed
 * @param instrumentations full names of those that it means; none for a sidecar
 * @param reason why it failed; empty where it did not
 * @param message the reason in this case
 */
record PodStanding(
    String injection, String state, List<String> instrumentations, String reason, String message) {

  /** Copies the list. */
  PodStanding {
    instrumentations = List.copyOf(instrumentations);
  }

  static PodStanding of(Standing standing) {
    return switch (standing) {
      case Standing.Instrumented(var language, var sources) ->
          new PodStanding(language, "instrumented", sources, "", "");
      case Standing.Outdated(var language, var sources) ->
          new PodStanding(language, "outdated", sources, "", "");
      case Standing.Missed(var language, var sources) ->
          new PodStanding(language, "missed", sources, "", "");
      case Standing.Failed(var language, var sources, var why) -> failed(language, sources, why);
      case Standing.Unclear(var language, var sources) ->
          new PodStanding(language, "unclear", sources, "", "");
    };
  }

  /** What a decision about the sidecar of a pod that runs says about that pod. */
  static PodStanding ofSidecar(Decision decision) {
    var injection = decision.subject().injection();
    return switch (decision) {
      case Injected _ -> new PodStanding(injection, "missed", List.of(), "", "");
      case Removed _ -> new PodStanding(injection, "outdated", List.of(), "", "");
      case Skipped(_, var why) when why.reason().severity() == Severity.INFO ->
          new PodStanding(injection, "instrumented", List.of(), "", "");
      case Skipped(_, var why) -> failed(injection, List.of(), why);
    };
  }

  private static PodStanding failed(String injection, List<String> sources, Finding why) {
    return new PodStanding(injection, "failed", sources, why.reason().code(), why.sentence());
  }
}
