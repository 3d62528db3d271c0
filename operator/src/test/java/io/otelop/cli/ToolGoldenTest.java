// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.testing.Golden;
import io.otelop.testing.Yaml;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of {@code golden/cli} is a case: the line in {@code command}, run in that folder,
 * prints {@code out} and {@code err} and ends with the exit code that is the last line of {@code
 * err}. Run with {@code -Dgolden.update} to write them anew.
 */
class ToolGoldenTest {

  /** Other golden cases are about what an Instrumentation's content is. */
  private static final Pattern CONTENT_HASH = Pattern.compile("\\b[0-9a-f]{12}\\b");

  @TestFactory
  Stream<DynamicNode> cases() throws IOException {
    return Golden.cases("cli", ToolGoldenTest::check);
  }

  private static void check(Path folder) throws IOException {
    var arguments =
        Arrays.stream(Yaml.read(folder.resolve("command")).strip().split(" ", -1))
            .map(word -> word.equals("\"\"") ? "" : word)
            .map(word -> isOfCase(word) ? folder.resolve(word).toString() : word)
            .toArray(String[]::new);
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();

    var code = new CommandLine(Map.of(), print(out), print(err)).run(arguments);

    expect(folder.resolve("out"), out.toString(StandardCharsets.UTF_8));
    expect(
        folder.resolve("err"),
        (err.toString(StandardCharsets.UTF_8) + "exit code " + code + "\n")
            .replace(folder + "/", ""));
  }

  private static boolean isOfCase(String word) {
    return word.endsWith(".yaml") || word.equals("manifests");
  }

  private static void expect(Path file, String printed) throws IOException {
    var text = CONTENT_HASH.matcher(printed).replaceAll("(hash)");
    Golden.compare(text, file);
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }
}
