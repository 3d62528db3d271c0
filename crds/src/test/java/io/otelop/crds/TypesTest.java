// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TypesTest {

  @ParameterizedTest
  @EnumSource
  void everyPropertyHasItsAccessorAndEveryAccessorItsProperty(Kind kind) {
    var properties = kind.schema().path("properties");

    assertThat(SchemaComparison.differences("spec", properties.path("spec"), kind.spec)).isEmpty();
    assertThat(SchemaComparison.differences("status", properties.path("status"), kind.status))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anObjectWithEveryPropertyIsReadAndWrittenWithoutLoss(Kind kind) {
    var full = (ObjectNode) SchemaExample.of(kind.schema());
    full.put("apiVersion", "opentelemetry.io/" + version(kind));
    full.put("kind", kind.type.getSimpleName());
    full.putObject("metadata").put("name", "full").put("namespace", "default");

    assertThat(kind.thereAndBack(full)).isEqualTo(full);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aSampleIsReadAndWrittenWithoutLoss(Path sample) {
    var document = Kind.yaml(sample);
    var kind =
        Stream.of(Kind.values())
            .filter(it -> it.type.getSimpleName().equals(document.path("kind").asText()))
            .findFirst()
            .orElseThrow();

    assertThat(document.path("apiVersion").asText()).endsWith("/" + version(kind));
    assertThat(kind.thereAndBack(document)).isEqualTo(document);
  }

  @Test
  void aConfigIsNeverNull() {
    var read = Kind.COLLECTOR.thereAndBack(Kind.json("{\"spec\": {\"mode\": \"sidecar\"}}"));

    assertThat(read.at("/spec/config").isNull()).isTrue();
    assertThat(read.at("/spec/mode").asText()).isEqualTo("sidecar");
  }

  static List<Path> samples() throws IOException {
    try (var files = Files.list(Path.of("samples"))) {
      return files.sorted().toList();
    }
  }

  private static String version(Kind kind) {
    return HasMetadata.getVersion(kind.type);
  }
}
