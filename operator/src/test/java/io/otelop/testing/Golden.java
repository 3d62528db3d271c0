// SPDX-License-Identifier: Apache-2.0
package io.otelop.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** Cases that are folders, and files that say what is to come out and can be written anew. */
public final class Golden {

  private static final Path ROOT = Path.of("src/test/resources/golden");

  private Golden() {}

  /** What is done with the folder of one case. */
  @FunctionalInterface
  public interface Check {

    /** Fails where the case does not hold. */
    void of(Path folder) throws IOException;
  }

  /** A test for each folder below {@code golden/KIND}. */
  public static Stream<DynamicNode> cases(String kind, Check check) throws IOException {
    try (var folders = Files.list(ROOT.resolve(kind))) {
      return folders.sorted().toList().stream()
          .map(
              folder ->
                  DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check.of(folder)));
    }
  }

  /** Compares a text with a file; with {@code -Dgolden.update} the file is written before. */
  public static void compare(String text, Path file) throws IOException {
    if (System.getProperty("golden.update") != null) {
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Yaml.read(file));
  }
}
