// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import java.util.List;

/** One command of the program. */
@FunctionalInterface
interface Command {

  int OK = 0;

  /** What was asked for did not come out well: an input is wrong, a check found an error. */
  int FAILED = 1;

  /** The command line itself is wrong. */
  int USAGE = 2;

  /**
   * Runs to the end.
   *
   * @param arguments without the command's name
   * @return the exit code
   */
  int run(List<String> arguments);
}
