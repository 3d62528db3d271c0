// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.reason.Finding;
import io.otelop.settings.Settings;
import io.otelop.settings.SettingsResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Options that several tools have, each with its name, help and reading. */
final class Options {

  static final String FILES = "-f";
  static final String NAMESPACE = "-n";
  static final String SETTING = "--setting";
  static final String OUTPUT = "-o";

  private Options() {}

  /** The description of a tool that has {@code --help}; more is added by whoever calls. */
  static CommandSpec describe(Object tool, String name, String... summary) {
    var spec = CommandSpec.wrapWithoutInspection(tool).name(name);
    spec.usageMessage().description(summary);
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .type(boolean.class)
            .description("Show this help")
            .build());
    return spec;
  }

  static OptionSpec files(String help) {
    return OptionSpec.builder(FILES, "--filename")
        .paramLabel("FILE")
        .type(List.class)
        .auxiliaryTypes(Path.class)
        .required(true)
        .description(help)
        .build();
  }

  static OptionSpec namespace(String help) {
    return OptionSpec.builder(NAMESPACE, "--namespace")
        .paramLabel("NAMESPACE")
        .type(String.class)
        .description(help)
        .build();
  }

  /**
   * In which form the answer comes.
   *
   * @param forms an enum of them, with the names that are typed
   */
  static OptionSpec output(Class<? extends Enum<?>> forms, String usual, String help) {
    return OptionSpec.builder(OUTPUT, "--output")
        .paramLabel("FORMAT")
        .type(forms)
        .defaultValue(usual)
        .description(help)
        .build();
  }

  static OptionSpec setting() {
    return OptionSpec.builder(SETTING)
        .paramLabel("NAME=VALUE")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(
            "A setting of the operator that differs from its default, as in"
                + " enable-go-instrumentation=true")
        .build();
  }

  static List<Path> paths(ParseResult line, String option) {
    return line.matchedOptionValue(option, List.<Path>of());
  }

  static Optional<String> text(ParseResult line, String option) {
    return Optional.ofNullable(line.matchedOptionValue(option, (String) null));
  }

  /** The operator's settings, as {@code --setting} changes them. */
  static Settings settings(ParseResult line) {
    var given = line.matchedOptionValue(SETTING, List.<String>of());
    var arguments = given.stream().map(setting -> "--" + setting).toList();
    return switch (Settings.parse(arguments, Map.of(), _ -> Optional.empty())) {
      case SettingsResult.Accepted(var settings, var findings) when findings.isEmpty() -> settings;
      case SettingsResult.Accepted(_, var findings) -> throw wrong(line, findings);
      case SettingsResult.Refused(var findings) -> throw wrong(line, findings);
    };
  }

  private static ParameterException wrong(ParseResult line, List<Finding> findings) {
    return new ParameterException(
        line.commandSpec().commandLine(),
        findings.stream().map(Finding::sentence).collect(Collectors.joining("\n")));
  }
}
