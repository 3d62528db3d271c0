// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the command that a command line names, and runs it. */
public final class CommandLine {

  private static final String RUN = "run";

  private final Map<String, Command> commands = new LinkedHashMap<>();
  private final PrintStream out;
  private final PrintStream err;

  /**
   * All commands of the program.
   *
   * @param environment of the process
   * @param out for results
   * @param err for complaints
   */
  public CommandLine(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
    commands.put(RUN, new RunCommand(environment, err));
    commands.put("render", new RenderCommand(out, err));
    commands.put("help", _ -> help());
  }

  /**
   * Runs one command. Arguments that begin with a flag belong to {@code run}, so that the flags of
   * an existing Deployment work.
   *
   * @return the exit code
   */
  public int run(String... arguments) {
    var all = Arrays.asList(arguments);
    if (all.contains("--help") || all.contains("-h")) {
      return help();
    }
    var isRun = all.isEmpty() || all.getFirst().startsWith("-");
    var command = commands.get(isRun ? RUN : all.getFirst());
    if (command == null) {
      err.println(
          "There is no command \"%s\"; there are %s."
              .formatted(all.getFirst(), List.copyOf(commands.keySet())));
      return Command.USAGE;
    }
    return command.run(isRun ? all : all.subList(1, all.size()));
  }

  private int help() {
    out.println(
        """
        otelop - the OpenTelemetry Operator

          otelop run [settings]     run the operator (also without the word)
          otelop render -f FILE     print what the operator would make of the collectors in FILE

        Settings:
        """
            + io.otelop.settings.Settings.usage());
    return Command.OK;
  }
}
