// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.instrumentation.admission.ImageUpgrade;
import io.otelop.testing.Yaml;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which images of agents are upgraded. Rows of instrumentation.md 1.7. */
class ImageUpgradeTest {

  private static final InstrumentationFacts FACTS =
      new InstrumentationFacts(
          Set.of("java", "dotnet", "python"),
          true,
          Map.of(
              "java", "agents.test/java:2.30.0",
              "dotnet", "agents.test/dotnet:1.16.0",
              "python", "agents.test/python:0.64b0",
              "go", "agents.test/go:2"));

  @ParameterizedTest
  @CsvSource({
    "java, agents.test/java:2.0.0, agents.test/java:2.0.0, upgraded",
    "java, agents.test/java:2.29.1, agents.test/java:2.29.1, upgraded",
    "java, agents.test/java:2.30.0, agents.test/java:2.30.0, kept",
    "java, agents.test/java:2.31.0, agents.test/java:2.31.0, upgraded",
    "java, agents.test/java:1.33.6, agents.test/java:1.33.6, blocked",
    "java, agents.test/java:v1.33.6, agents.test/java:v1.33.6, blocked",
    "java, agents.test/java:1.33.6@sha256:0, agents.test/java:1.33.6@sha256:0, blocked",
    "java, agents.test/java, agents.test/java, upgraded",
    "java, agents.test/java:main, agents.test/java:main, upgraded",
    "java, other.test:5000/java:1.33.6, other.test:5000/java:1.33.6, upgraded",
    "java, agents.test/java:1.33.6, mine/java:1, kept",
    "java, agents.test/java:2.29.1, mine/java:1, kept",
    "java, '', agents.test/java:2.29.1, kept",
    "java, '', '', upgraded",
    "dotnet, agents.test/dotnet:1.2.0, agents.test/dotnet:1.2.0, blocked",
    "dotnet, agents.test/dotnet:1.3.0, agents.test/dotnet:1.3.0, upgraded",
    "python, agents.test/python:0.1b0, agents.test/python:0.1b0, upgraded",
    "go, agents.test/go:1, agents.test/go:1, kept",
  })
  void anImageIsUpgradedThatAnEarlierOperatorChose(
      String language, String note, String image, String outcome) {
    var key = "instrumentation.opentelemetry.io/default-auto-instrumentation-%s-image";
    Map<String, String> notes = note.isEmpty() ? Map.of() : Map.of(key.formatted(language), note);
    var spec =
        Yaml.document(
            """
            java: {image: agents.test/java:2.30.0}
            dotnet: {image: agents.test/dotnet:1.16.0}
            python: {image: agents.test/python:0.64b0}
            """);
    spec.withObject("/" + language).put("image", image);

    var upgrade = ImageUpgrade.of(notes, spec, FACTS);

    switch (outcome) {
      case "upgraded" -> {
        assertThat(upgrade.images()).containsExactly(Map.entry(language, FACTS.image(language)));
        assertThat(upgrade.annotations())
            .containsExactly(Map.entry(key.formatted(language), FACTS.image(language)));
        assertThat(upgrade.blocked()).isEmpty();
      }
      case "blocked" -> {
        assertThat(upgrade.images()).isEmpty();
        assertThat(upgrade.blocked()).containsOnlyKeys(language);
        assertThat(upgrade.blocked().get(language)).startsWith("spec." + language + ".image: \"");
      }
      default -> {
        assertThat(upgrade.images()).isEmpty();
        assertThat(upgrade.blocked()).isEmpty();
      }
    }
  }

  @Test
  void oneThatIsBlockedKeepsNoOtherBack() {
    var notes =
        Map.of(
            "instrumentation.opentelemetry.io/default-auto-instrumentation-java-image",
                "agents.test/java:1.0.0",
            "instrumentation.opentelemetry.io/default-auto-instrumentation-python-image",
                "agents.test/python:1");
    var spec =
        Yaml.document(
            """
            java: {image: agents.test/java:1.0.0}
            dotnet: {image: mine}
            python: {image: agents.test/python:1}
            """);

    var upgrade = ImageUpgrade.of(notes, spec, FACTS);

    assertThat(upgrade.blocked()).containsOnlyKeys("java");
    assertThat(upgrade.images()).containsOnlyKeys("python");
  }
}
