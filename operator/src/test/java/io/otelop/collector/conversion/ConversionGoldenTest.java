// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.conversion;

import io.otelop.testing.Golden;
import io.otelop.testing.Yaml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of {@code golden/conversion} is an object, {@code in.yaml}, and what it is in the
 * other version. Run with {@code -Dgolden.update} to write the outputs anew.
 */
class ConversionGoldenTest {

  @TestFactory
  Stream<DynamicNode> cases() throws IOException {
    return Golden.cases("conversion", ConversionGoldenTest::check);
  }

  private static void check(Path folder) throws IOException {
    var in = Yaml.documents(folder.resolve("in.yaml")).getFirst();
    var isAlpha = in.path("apiVersion").asText().endsWith(Versions.ALPHA);
    var other = Versions.convert(in, "opentelemetry.io/" + (isAlpha ? "v1beta1" : "v1alpha1"));
    var out = folder.resolve("out.yaml");
    var text = Yaml.text(List.of(other));
    Golden.compare(text, out);
  }
}
