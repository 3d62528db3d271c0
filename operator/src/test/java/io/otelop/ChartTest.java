// SPDX-License-Identifier: Apache-2.0
package io.otelop;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.settings.Setting;
import io.otelop.settings.Settings;
import io.otelop.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Helm chart says what the program and the custom resources say. */
class ChartTest {

  private static final Path CHART = Checkout.path("helm/opentelemetry-operator");
  private static final Pattern FLAG = Pattern.compile("- --([a-z-]+)=|list \"([a-z-]+)\"");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "opentelemetrycollectors",
        "instrumentations",
        "clusterinstrumentations",
        "targetallocators",
        "opampbridges"
      })
  void holdsTheDefinitionsOfTheCustomResources(String plural) throws IOException {
    var name = "opentelemetry.io_" + plural + ".yaml";

    assertThat(Files.readString(CHART.resolve("files/crds").resolve(name)))
        .as("run helm/sync")
        .isEqualTo(Files.readString(Checkout.path("crds/" + name)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clusterrole.yaml",
        "clusterrole-grants.yaml",
        "clusterrole-opampbridge.yaml",
        "role.yaml"
      })
  void grantsNothingByWildcard(String file) throws IOException {
    assertThat(template(file)).doesNotContain("\"*\"").doesNotContain("'*'").doesNotContain("[*]");
  }

  @Test
  void letsSecretsBeReadByNameAlone() throws IOException {
    var rules = template("clusterrole.yaml").split("- apiGroups:", -1);

    assertThat(rules)
        .filteredOn(rule -> rule.contains("secrets"))
        .singleElement()
        .asString()
        .containsSubsequence("resources: [secrets]", "resourceNames:", "verbs: [get]");
  }

  @Test
  void givesOnlyFlagsThatTheOperatorKnows() throws IOException {
    var known = Settings.ALL.stream().map(Setting::name).toList();

    List<String> given =
        FLAG.matcher(template("deployment.yaml")).results().map(ChartTest::flag).toList();

    assertThat(given).hasSizeGreaterThan(15).allSatisfy(flag -> assertThat(known).contains(flag));
  }

  private static String flag(MatchResult found) {
    return found.group(1) == null ? found.group(2) : found.group(1);
  }

  private static String template(String file) throws IOException {
    return Files.readString(CHART.resolve("templates").resolve(file));
  }
}
