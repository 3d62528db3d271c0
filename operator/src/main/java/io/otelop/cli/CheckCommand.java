// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.reason.Severity;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code check}: whether the installation can work; ends with 1 where something cannot. */
final class CheckCommand implements Tool {

  private final Terminal terminal;

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public CommandSpec describe() {
    var spec =
        Options.describe(
            this,
            "check",
            "Look at what is installed: custom resources, operator, webhooks and certificates, and"
                + " whether the API server reaches them");
    return Access.addOptions(spec).addOption(Output.option());
  }

  @Override
  public int run(ParseResult line) throws IOException {
    try (var access = Access.open(line)) {
      var checks = new InstallationChecks(access, Clock.systemUTC()).all();
      Output.of(line).write(terminal, checks, () -> lines(checks));
      var isWrong = checks.stream().anyMatch(check -> check.result() == Severity.ERROR);
      return isWrong ? Command.FAILED : Command.OK;
    }
  }

  private List<String> lines(List<Check> checks) {
    var lines = new ArrayList<String>();
    for (var check : checks) {
      var word =
          switch (check.result()) {
            case INFO -> "ok     ";
            case WARNING -> "odd    ";
            case ERROR -> "WRONG  ";
          };
      lines.add(terminal.coloured(check.result(), word) + check.what() + ": " + check.message());
      if (!check.remedy().isEmpty()) {
        lines.add("       -> " + check.remedy());
      }
    }
    return lines;
  }
}
