// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Finds the command that a command line names, and runs it. */
public final class CommandLine {

  private static final String RUN = "run";

  /** Says under which name the program was called; {@code kubectl-otel} sets it. */
  private static final String PROGRAM = "OTELOP_PROGRAM";

  private final Map<String, String> environment;
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
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs one command. Arguments that begin with a flag belong to {@code run}, so that the flags of
   * an existing Deployment work; nothing of the other commands is loaded then.
   *
   * @return the exit code
   */
  public int run(String... arguments) {
    var all = Arrays.asList(arguments);
    var asksForHelp = all.contains("--help") || all.contains("-h");
    var isTool = !all.isEmpty() && !all.getFirst().startsWith("-") && !all.getFirst().equals(RUN);
    if (all.equals(List.of("--version"))) {
      return runTool("version");
    }
    if (isTool || (asksForHelp && !all.getFirst().equals(RUN))) {
      return runTool(arguments);
    }
    if (asksForHelp) {
      out.println(settings());
      return Command.OK;
    }
    var isNamed = !all.isEmpty() && all.getFirst().equals(RUN);
    return new RunCommand(environment, err).run(isNamed ? all.subList(1, all.size()) : all);
  }

  private int runTool(String... arguments) {
    var terminal = Terminal.of(environment, out, err);
    var parser = new picocli.CommandLine(program(terminal));
    parser.setColorScheme(
        picocli.CommandLine.Help.defaultColorScheme(terminal.hasColours() ? Ansi.ON : Ansi.OFF));
    if (arguments[0].equals(Completion.WORD)) {
      return Completion.print(parser, Arrays.asList(arguments).subList(1, arguments.length), out);
    }
    try {
      var line = last(parser.parseArgs(arguments));
      var spec = line.commandSpec();
      if (line.isUsageHelpRequested() || !(spec.userObject() instanceof Tool tool)) {
        return help(spec);
      }
      return run(tool, line);
    } catch (ParameterException wrong) {
      err.println(wrong.getMessage());
      UnmatchedArgumentException.printSuggestions(wrong, err);
      err.println("See " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help.");
      return Command.USAGE;
    } catch (FileAlreadyExistsException there) {
      err.println(there.getMessage() + " is there already.");
      return Command.FAILED;
    } catch (IOException | KubernetesClientException | UnfitManifestException failed) {
      err.println(failed.getMessage());
      return Command.FAILED;
    }
  }

  private int run(Tool tool, ParseResult line) throws IOException {
    try {
      return tool.run(line);
    } catch (KubernetesClientException failed) {
      err.println(ApiProblem.text(failed, Access.address(line)));
      return Command.FAILED;
    }
  }

  private CommandSpec program(Terminal terminal) {
    var program = environment.getOrDefault(PROGRAM, "otelop");
    var root = Options.describe(this, program, "The OpenTelemetry Operator and its tools");
    root.addSubcommand(
        RUN, Options.describe(this, RUN, "Run the operator (also without the word)"));
    root.addSubcommand("help", Options.describe(this, "help", "Show this help"));
    for (var tool : tools(terminal)) {
      var spec = tool.describe();
      root.addSubcommand(spec.name(), spec);
    }
    return root;
  }

  /** In the order in which help shows them. */
  private static List<Tool> tools(Terminal terminal) {
    return List.of(
        new StatusCommand(terminal),
        new ExplainCommand(terminal),
        new PlanCommand(terminal),
        new CheckCommand(terminal),
        new InjectCommand(terminal),
        new RenderCommand(terminal),
        new ValidateCommand(terminal),
        new GatherCommand(terminal),
        new VersionCommand(terminal));
  }

  private static ParseResult last(ParseResult line) {
    return line.hasSubcommand() ? last(line.subcommand()) : line;
  }

  private int help(CommandSpec spec) {
    if (spec.name().equals(RUN)) {
      out.println(settings());
      return Command.OK;
    }
    var isRoot = spec.name().equals("help") || spec.parent() == null;
    (isRoot ? spec.root() : spec).commandLine().usage(out);
    if (isRoot) {
      out.println("\n" + settings());
    }
    return Command.OK;
  }

  private static String settings() {
    return "Runs the operator. Settings:\n\n" + Settings.usage();
  }
}
