// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.cli.WorkloadExplanation.Note;
import io.otelop.cli.WorkloadExplanation.Outcome;
import io.otelop.cli.WorkloadExplanation.RunningPod;
import io.otelop.reason.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An explanation as lines for a person. */
final class ExplanationText {

  private final Terminal terminal;

  ExplanationText(Terminal terminal) {
    this.terminal = terminal;
  }

  List<String> lines(WorkloadExplanation explanation) {
    var lines = new ArrayList<String>();
    lines.add(
        "%s %s/%s".formatted(explanation.kind(), explanation.namespace(), explanation.name()));
    lines.add("Asks for:");
    if (explanation.asks().isEmpty()) {
      lines.add(
          "  nothing: neither its pods nor its namespace have an annotation that asks, and no"
              + " Instrumentation selects them");
    }
    explanation
        .asks()
        .forEach(
            ask ->
                lines.add(
                    "  %s: \"%s\" (at the %s)".formatted(ask.annotation(), ask.value(), ask.at())));
    Sections.notes(explanation.remarks(), terminal).forEach(note -> lines.add("  " + note));
    lines.add("A pod that is made now:");
    if (explanation.today().isEmpty()) {
      lines.add("  stays as it is");
    }
    explanation.today().forEach(outcome -> lines.addAll(lines(outcome)));
    if (!explanation.pods().isEmpty()) {
      lines.add("Its pods:");
      explanation.pods().forEach(pod -> lines.add("  " + line(pod)));
    }
    if (!explanation.restart().isEmpty()) {
      lines.add("Its restart by the operator:");
      explanation.restart().forEach(note -> lines.add("  " + line(note)));
    }
    if (!explanation.commands().isEmpty()) {
      lines.add("What to do:");
      explanation.commands().forEach(command -> lines.add("  " + command));
    }
    return lines;
  }

  private List<String> lines(Outcome outcome) {
    var lines = new ArrayList<String>();
    var what =
        outcome.container().isEmpty()
            ? "  %s: ".formatted(outcome.injection())
            : "  %s in container %s: ".formatted(outcome.injection(), outcome.container());
    if (outcome.by().isEmpty()) {
      var word = outcome.result().equals("removed") ? "removed" : "not injected";
      lines.add(what + terminal.coloured(Severity.ERROR, word));
    } else {
      lines.add(what + terminal.coloured(Severity.INFO, "injected") + " by " + outcome.by());
    }
    outcome.notes().forEach(note -> lines.add("    " + line(note)));
    return lines;
  }

  private String line(Note note) {
    return Sections.note(note, terminal);
  }

  private String line(RunningPod pod) {
    var states =
        pod.standings().stream()
            .map(state -> state.language() + " " + coloured(state.state()))
            .collect(Collectors.joining(", "));
    return pod.name() + ": " + (states.isEmpty() ? "nothing was asked for" : states);
  }

  private String coloured(String state) {
    return terminal.coloured(severity(state), state);
  }

  /** How much the state of a pod matters. */
  static Severity severity(String state) {
    return switch (state) {
      case "instrumented" -> Severity.INFO;
      case "failed" -> Severity.ERROR;
      default -> Severity.WARNING;
    };
  }
}
