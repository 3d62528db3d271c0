// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.pod.Decision;
import io.otelop.pod.Decision.Injected;
import io.otelop.pod.Decision.Removed;
import io.otelop.pod.Decision.Skipped;
import io.otelop.pod.Workload;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.util.ArrayList;
import java.util.List;

/** Decisions about pods as lines for a person. */
final class DecisionText {

  private final Terminal terminal;

  DecisionText(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * A heading that names the workload, and a line for each decision and remark.
   *
   * @param remarks what is odd about the annotations
   */
  List<String> lines(
      Workload workload, String namespace, List<Finding> remarks, List<Decision> decisions) {
    var lines = new ArrayList<String>();
    lines.add(
        "%s %s/%s".formatted(workload.kind(), workload.namespace(namespace), workload.name()));
    if (decisions.isEmpty()) {
      lines.add("  asks for nothing");
    }
    remarks.forEach(remark -> lines.add("  " + text(remark)));
    decisions.forEach(decision -> lines.addAll(lines(workload, decision)));
    return lines;
  }

  private List<String> lines(Workload workload, Decision decision) {
    var lines = new ArrayList<String>();
    var subject = decision.subject();
    var what =
        subject.container().isEmpty()
            ? "  %s: ".formatted(subject.injection())
            : "  %s in container %s: ".formatted(subject.injection(), subject.container());
    switch (decision) {
      case Injected injected -> {
        var source = injected.source();
        lines.add(
            what
                + terminal.coloured(Severity.INFO, "injected")
                + " by %s %s".formatted(source.kind(), source.name().replaceFirst("@0$", "")));
        StandIns.without(workload, injected.remarks())
            .forEach(remark -> lines.add("    " + text(remark)));
      }
      case Removed(_, _, var finding) -> lines.add(what + "removed: " + text(finding));
      case Skipped(_, var finding) -> lines.add(what + "not injected: " + text(finding));
    }
    return lines;
  }

  private String text(Finding finding) {
    var reason = finding.reason();
    return terminal.coloured(reason.severity(), reason.code()) + ": " + finding.sentence();
  }
}
