// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command for people at a terminal. It is described, so that help, completion and complaints come
 * of the description; nothing of it is found by reflection.
 */
interface Tool {

  /** Its name, options and help. */
  CommandSpec describe();

  /**
   * Runs to the end.
   *
   * @param line what was given, checked against the description
   * @return the exit code, one of {@link Command}'s
   * @throws IOException where a file cannot be read
   */
  int run(ParseResult line) throws IOException;
}
