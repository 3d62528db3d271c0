// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** How a result is written: as lines for people, or whole for programs. */
enum Output {
  TABLE,
  YAML,
  JSON;

  static OptionSpec option() {
    return Options.output(Output.class, "table", "table for people; yaml or json for programs")
        .toBuilder()
        .converters(Output::read)
        .completionCandidates(List.of("table", "yaml", "json"))
        .build();
  }

  private static Output read(String text) {
    return Arrays.stream(values())
        .filter(it -> it.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException("expected table, yaml or json but was '" + text + "'"));
  }

  static Output of(ParseResult line) {
    return line.matchedOptionValue(Options.OUTPUT, TABLE);
  }

  /**
   * Writes a result.
   *
   * @param lines what people read
   */
  void write(Terminal terminal, Object result, Supplier<List<String>> lines) {
    switch (this) {
      case TABLE -> lines.get().forEach(terminal.out()::println);
      case YAML -> terminal.out().print(Manifests.text(Manifests.tree(result)));
      case JSON -> terminal.out().println(Manifests.json(Manifests.tree(result)));
    }
  }
}
