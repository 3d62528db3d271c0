// SPDX-License-Identifier: Apache-2.0
package io.otelop;

import io.otelop.cli.CommandLine;

/** The program: turns arguments into one command and runs it. */
public final class Main {

  private Main() {}

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param args the command line without the program's name
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(System.getenv(), System.out, System.err).run(args));
  }
}
