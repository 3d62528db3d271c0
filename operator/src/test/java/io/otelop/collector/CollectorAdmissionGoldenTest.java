// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.otelop.child.ClusterFacts;
import io.otelop.child.OperandDefaults;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.testing.Golden;
import io.otelop.testing.Yaml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of {@code golden/admission} is a custom resource and what is said of it, on a cluster
 * that knows nothing but Kubernetes. The rows are those of collector.md 4.4. Run with {@code
 * -Dgolden.update} to write the outputs anew.
 */
class CollectorAdmissionGoldenTest {

  private static final CollectorFacts FACTS =
      new CollectorFacts(
          new OperandDefaults(
              "collector.test/otelcol:0.158.0", "0.158.0", List.of(), _ -> true, _ -> true),
          true,
          Set.of("receiver.zipkin"),
          new ClusterFacts(true, Set.of()));

  @TestFactory
  Stream<DynamicNode> cases() throws IOException {
    return Golden.cases("admission", CollectorAdmissionGoldenTest::check);
  }

  private static void check(Path folder) throws IOException {
    var in = Yaml.documents(folder.resolve("in.yaml")).getFirst();
    var said =
        EffectiveCollector.of(Yaml.as(in, OpenTelemetryCollector.class), FACTS).findings().stream()
            .map(
                finding ->
                    "%s %s: %s"
                        .formatted(
                            finding.reason().severity(),
                            finding.reason().code(),
                            finding.sentence()))
            .toList();
    var out = folder.resolve("out.yaml");
    var text = Yaml.text(List.of(said));
    Golden.compare(text, out);
  }
}
