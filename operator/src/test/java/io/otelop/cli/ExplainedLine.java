// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.reason.Reason;
import io.otelop.testing.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The line in which a person reads of a reason, as a test on an API server has seen it. {@code
 * golden/explained/REASON.txt} has it, and the page {@code docs/troubleshooting.md} has it from
 * there. Run these tests with {@code -Dgolden.update} to write it anew.
 */
final class ExplainedLine {

  static final Path FOLDER = Path.of("src/test/resources/golden/explained");

  private ExplainedLine() {}

  /** What the file says. */
  static String of(Reason reason) {
    return Yaml.read(FOLDER.resolve(reason.code() + ".txt")).strip();
  }

  /**
   * Finds the line in a text and compares it.
   *
   * @param mark what the line has in it
   * @param namespace that the test had
   */
  static void expect(Reason reason, String text, String mark, String namespace) {
    var line =
        text.lines()
            .filter(it -> it.contains(mark))
            .findFirst()
            .map(it -> told(it, namespace))
            .orElseThrow(() -> new AssertionError("\"" + mark + "\" is not in:\n" + text));
    var file = FOLDER.resolve(reason.code() + ".txt");
    if (System.getProperty("golden.update") != null) {
      try {
        Files.writeString(file, line + "\n");
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
    assertThat(line).isEqualTo(of(reason));
  }

  /** Without what is another one each time. */
  private static String told(String line, String namespace) {
    return line.strip()
        .replaceFirst("^.*denied the request: ", "")
        .replace(namespace, "shop")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "2026-03-01T12:00:00Z")
        .replaceAll("\\b[0-9a-f]{8}\\b", "3f1c9a07");
  }
}
