// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;

/**
 * The words that can come next on a command line, one a line, and how a shell is to take them: the
 * protocol by which kubectl asks its plugins ({@code kubectl_complete-NAME}), which is that of the
 * completion of Cobra programs. The words come of the descriptions of the tools.
 */
final class Completion {

  /** What kubectl and the scripts ask for; hidden from help. */
  static final String WORD = "__complete";

  /** No space is to be kept back and file names may be offered where nothing else is. */
  private static final String DIRECTIVE = ":0";

  private Completion() {}

  /**
   * Prints what fits.
   *
   * @param words those before the cursor; the last one is incomplete, and may be empty
   */
  static int print(picocli.CommandLine program, List<String> words, PrintStream out) {
    var last = words.isEmpty() ? "" : words.getLast();
    var arguments = words.isEmpty() ? new String[] {""} : words.toArray(String[]::new);
    var ends = new ArrayList<CharSequence>();
    AutoComplete.complete(
        program.getCommandSpec(),
        arguments,
        arguments.length - 1,
        last.length(),
        String.join(" ", arguments).length(),
        ends);
    ends.stream()
        .map(CharSequence::toString)
        .map(end -> last + end)
        .filter(word -> !word.isBlank())
        .distinct()
        .sorted()
        .forEach(out::println);
    out.println(DIRECTIVE);
    return Command.OK;
  }
}
