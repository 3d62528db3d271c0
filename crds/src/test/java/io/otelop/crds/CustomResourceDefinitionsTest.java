// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CustomResourceDefinitionsTest {

  /** What plain {@code kubectl apply} can keep in its annotation. */
  private static final int LIMIT = 262_144;

  /** Takes 1 and 1.0 for the same: the client's type has limits as floating point numbers. */
  private static final Comparator<JsonNode> BY_VALUE =
      (one, other) ->
          one.isNumber() && other.isNumber()
              ? Double.compare(one.doubleValue(), other.doubleValue())
              : one.equals(other) ? 0 : 1;

  @Test
  void everyFileIsReadFromTheClassPathWithoutLoss() throws IOException {
    var serialization = new KubernetesSerialization();
    var read =
        CustomResourceDefinitions.all().stream()
            .map(definition -> Kind.json(serialization.asJson(definition)))
            .toList();
    try (var files = Files.newDirectoryStream(Path.of(""), "opentelemetry.io_*.yaml")) {
      assertThat(files)
          .map(Kind::yaml)
          .usingElementComparator((one, other) -> one.equals(BY_VALUE, other) ? 0 : 1)
          .containsExactlyInAnyOrderElementsOf(read);
    }
  }

  @ParameterizedTest
  @EnumSource
  void kubectlApplyCanKeepIt(Kind kind) {
    assertThat(Kind.yaml(kind.file).toString().getBytes(StandardCharsets.UTF_8).length)
        .isLessThan(LIMIT);
  }

  @Test
  void theyAreWhatTheGeneratorMakes() throws IOException, InterruptedException {
    assumeTrue(run("python3", "-c", "import yaml").isSuccess(), "Python's yaml is not here");
    assumeTrue(run("go", "version").isSuccess(), "Go is not here");

    assertThat(run("./generate", "--check")).isEqualTo(new Outcome(true, ""));
  }

  private record Outcome(boolean isSuccess, String complaint) {}

  private static Outcome run(String... command) throws InterruptedException {
    try {
      var process =
          new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      var complaint = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor() == 0, complaint);
    } catch (IOException absent) {
      return new Outcome(false, absent.toString());
    }
  }
}
