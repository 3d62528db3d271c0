// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.cli.Plan.Action;
import io.otelop.reason.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code plan -f FILE}: what applying files would create, change, delete, inject and restart. The
 * API server is asked for each write and keeps none.
 */
final class PlanCommand implements Tool {

  private static final int MAX_FIELDS = 12;

  private final Terminal terminal;

  PlanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public CommandSpec describe() {
    var spec =
        Options.describe(
            this,
            "plan",
            "Show what applying files would create, change, delete, inject and restart; changes"
                + " nothing");
    spec.addOption(
        Options.files("What would be applied, or a folder of it; - is the standard input"));
    return Access.addOptions(spec).addOption(Output.option()).addOption(Options.setting());
  }

  @Override
  public int run(ParseResult line) throws IOException {
    var documents = Manifests.readAll(Options.paths(line, Options.FILES));
    try (var access = Access.open(line)) {
      var settings = InstalledOperator.settings(line, access.reads());
      var collectors = ClusterCollectors.of(line, access);
      var plan = new Planning(access, settings, collectors, terminal).of(documents);
      Output.of(line).write(terminal, plan.steps(), () -> lines(plan));
      return plan.steps().stream().anyMatch(step -> step.action() == Action.refuse)
          ? Command.FAILED
          : Command.OK;
    }
  }

  private List<String> lines(Plan plan) {
    var lines = new ArrayList<String>();
    for (var step : plan.steps()) {
      lines.add(terminal.coloured(severity(step.action()), word(step.action())) + step.line());
      step.fields().stream().limit(MAX_FIELDS).forEach(field -> lines.add("           " + field));
      if (step.fields().size() > MAX_FIELDS) {
        lines.add("           and %d more".formatted(step.fields().size() - MAX_FIELDS));
      }
      step.notes().forEach(note -> lines.add("           " + note));
    }
    return lines.isEmpty() ? List.of("Nothing would change.") : lines;
  }

  private static String word(Action action) {
    return switch (action) {
      case create -> "+ create   ";
      case change -> "~ change   ";
      case delete -> "- delete   ";
      case recreate -> "~ recreate ";
      case refuse -> "! refuse   ";
      case keep -> "! keep     ";
      case outdate -> "~ outdate  ";
    };
  }

  private static Severity severity(Action action) {
    return switch (action) {
      case create -> Severity.INFO;
      case change, recreate, outdate -> Severity.WARNING;
      case delete, refuse, keep -> Severity.ERROR;
    };
  }
}
