// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTextTest {

  @Test
  void anchorsAndMergeKeysAreResolved() {
    var tree =
        parsed(
            """
            one: &one {a: 1, b: 2}
            two: {<<: *one, b: 3}
            three: {<<: [{b: 4}, *one], c: *one}
            """);

    assertThat(tree.path("two").toString()).isEqualTo("{\"b\":3,\"a\":1}");
    assertThat(tree.path("three").toString())
        .isEqualTo("{\"c\":{\"a\":1,\"b\":2},\"b\":4,\"a\":1}");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "0x10, 16",
    "1.5, 1.5",
    "'\"1\"', '\"1\"'",
    "yes, '\"yes\"'",
    "True, true",
    "~, null",
    "2001-01-01, '\"2001-01-01\"'",
    "10:30, '\"10:30\"'",
    ".inf, '\"Infinity\"'"
  })
  void valuesAreThoseOfTheCoreSchema(String yaml, String json) {
    assertThat(parsed("a: " + yaml).path("a").toString()).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource({
    "'a: [', line 1",
    "'a: 1\na: 2', line 2",
    "'a: *b', line 1",
    "'a: \0', 'special characters'",
    "'%', line"
  })
  void whatIsNoYamlIsToldWithItsPlace(String text, String where) {
    assertThat(ConfigText.parse(text))
        .isInstanceOfSatisfying(
            ConfigText.Broken.class, broken -> assertThat(broken.problem()).contains(where));
  }

  @Test
  void aTextThatAliasesWouldMakeEnormousIsRefused() {
    var bomb = new StringBuilder("a0: &a0 {x: 1, y: 2}\n");
    for (var i = 1; i < 40; i++) {
      bomb.append("a%1$d: &a%1$d {x: *a%2$d, y: *a%2$d}\n".formatted(i, i - 1));
    }
    assertThat(ConfigText.parse(bomb.toString())).isInstanceOf(ConfigText.Broken.class);
    assertThat(ConfigText.parse("a: &a [*a]")).isInstanceOf(ConfigText.Broken.class);
  }

  @Test
  void aMegabyteAndTenThousandKeysAreReadAndWritten() {
    var config = JsonNodeFactory.instance.objectNode();
    config.putObject("exporters").put("text", "x".repeat(1_000_000));
    var receivers = config.putObject("receivers");
    for (var i = 0; i < 10_000; i++) {
      receivers.putObject("otlp/" + i).put("number", "0" + i).put("nul", "a\0b");
    }
    config.putObject("service").putObject("pipelines");

    assertThat(parsed(ConfigText.of(config))).isEqualTo(config);
  }

  private static JsonNode parsed(String text) {
    var result = ConfigText.parse(text);
    assertThat(result).isInstanceOf(ConfigText.Parsed.class);
    return ((ConfigText.Parsed) result).tree();
  }
}
