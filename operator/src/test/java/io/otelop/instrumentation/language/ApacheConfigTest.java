// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.naming.EnvNames;
import io.otelop.testing.Yaml;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The config of the Apache module holds the directives of the Go operator's, in its order. */
class ApacheConfigTest {

  private static final Path CASE = Path.of("src/test/resources/golden/pod/apache-httpd");

  @Test
  void theDirectivesAreThoseOfTheCapturedPod() {
    var ours = directives(Yaml.documents(CASE.resolve("out.yaml")).getLast());
    var theirs = directives(Yaml.documents(CASE.resolve("upstream.yaml")).getFirst());
    assertThat(ours).isEqualTo(theirs).hasSize(16);
  }

  private static List<String> directives(JsonNode pod) {
    for (var variable : pod.at("/spec/initContainers/1/env")) {
      if (variable.path("name").asText().equals(EnvNames.APACHE_AGENT_CONF)) {
        return variable
            .path("value")
            .asText()
            .lines()
            .map(line -> line.replaceAll("\\s+", " ").strip())
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
      }
    }
    return List.of();
  }
}
