// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.reason.Severity;
import java.io.Console;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/**
 * Where a tool writes.
 *
 * @param out results, for people and programs
 * @param err remarks, for people
 * @param hasColours whether somebody looks who wants colours
 */
record Terminal(PrintStream out, PrintStream err, boolean hasColours) {

  private static final String END = "\u001b[0m";

  /** The process's own; colours only where a person sits there and has not asked for none. */
  static Terminal of(Map<String, String> environment, PrintStream out, PrintStream err) {
    var isDumb =
        environment.getOrDefault("TERM", "dumb").equals("dumb")
            || !environment.getOrDefault("NO_COLOR", "").isEmpty();
    var isTerminal = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new Terminal(out, err, !isDumb && isTerminal);
  }

  /** The same where nobody wants colours. */
  Terminal plain() {
    return new Terminal(out, err, false);
  }

  /** A word in the colour of its meaning. */
  String coloured(Severity severity, String word) {
    var colour =
        switch (severity) {
          case INFO -> "\u001b[32m";
          case WARNING -> "\u001b[33m";
          case ERROR -> "\u001b[31m";
        };
    return hasColours ? colour + word + END : word;
  }
}
