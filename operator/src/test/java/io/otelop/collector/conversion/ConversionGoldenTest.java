// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.testing.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of {@code golden/conversion} is an object, {@code in.yaml}, and what it is in the
 * other version. Run with {@code -Dgolden.update} to write the outputs anew.
 */
class ConversionGoldenTest {

  private static final Path CASES = Path.of("src/test/resources/golden/conversion");

  @TestFactory
  Stream<DynamicNode> cases() throws IOException {
    try (var folders = Files.list(CASES)) {
      return folders.sorted().toList().stream()
          .map(
              folder ->
                  DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
    }
  }

  private static void check(Path folder) throws IOException {
    var in = Yaml.documents(folder.resolve("in.yaml")).getFirst();
    var isAlpha = in.path("apiVersion").asText().endsWith(Versions.ALPHA);
    var other = Versions.convert(in, "opentelemetry.io/" + (isAlpha ? "v1beta1" : "v1alpha1"));
    var out = folder.resolve("out.yaml");
    var text = Yaml.text(List.of(other));
    if (System.getProperty("golden.update") != null) {
      Files.writeString(out, text);
    }
    assertThat(text).isEqualTo(Yaml.read(out));
  }
}
