// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import io.otelop.pod.Decision;
import io.otelop.pod.Decision.Injected;
import io.otelop.pod.Decision.Removed;
import io.otelop.pod.Decision.Skipped;
import io.otelop.pod.PodAnswer;
import io.otelop.pod.PodFacts;
import io.otelop.reason.Finding;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line in the log for each thing that a pod asked for: what came of it, and why. Nothing is
 * logged of pods that ask for nothing.
 */
final class DecisionLog {

  private static final Logger LOG = LoggerFactory.getLogger(DecisionLog.class);

  private DecisionLog() {}

  /** Logs all of an answer. */
  static void write(PodFacts pod, PodAnswer answer) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    for (var decision : answer.decisions()) {
      var line =
          LOG.atInfo()
              .addKeyValue("namespace", pod.namespace())
              .addKeyValue("pod", name(pod))
              .addKeyValue("injection", decision.subject().injection());
      if (!decision.subject().container().isEmpty()) {
        line = line.addKeyValue("container", decision.subject().container());
      }
      var reasons =
          PodAnswer.findings(decision)
              .map(finding -> finding.reason().code())
              .collect(Collectors.joining(","));
      if (!reasons.isEmpty()) {
        line =
            line.addKeyValue("reason", reasons)
                .addKeyValue(
                    "message",
                    PodAnswer.findings(decision)
                        .map(Finding::sentence)
                        .collect(Collectors.joining("; ")));
      }
      if (decision instanceof Injected injected) {
        line = line.addKeyValue("by", injected.source().kind() + " " + injected.source().name());
      }
      line.log(what(decision));
    }
  }

  private static String what(Decision decision) {
    return switch (decision) {
      case Injected _ -> "injected";
      case Removed _ -> "removed";
      case Skipped _ -> "not injected";
    };
  }

  /** The API server has yet to name most pods. */
  private static String name(PodFacts pod) {
    return pod.name().isEmpty()
        ? pod.pod().path("metadata").path("generateName").asText("")
        : pod.name();
  }
}
