// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.otelop.child.ClusterFacts;
import io.otelop.child.OperandDefaults;
import io.otelop.collector.child.Children;
import io.otelop.collector.child.CollectorCheck;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.reason.Finding;
import io.otelop.testing.Golden;
import io.otelop.testing.UpstreamComparison;
import io.otelop.testing.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of {@code golden/collector} is a case: {@code in.yaml} becomes {@code out.yaml}, and
 * is what the Go operator makes of it where there is an {@code upstream.yaml}; {@code check.yaml}
 * is the pod that checks it. Run with {@code -Dgolden.update} to write the outputs anew.
 */
class CollectorGoldenTest {

  private static final CollectorFacts FACTS =
      new CollectorFacts(
          new OperandDefaults(
              "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector:0.0.0",
              "0.0.0",
              List.of(),
              _ -> true,
              key -> !key.equals("kubectl.kubernetes.io/last-applied-configuration")),
          true,
          Set.of(),
          new ClusterFacts(true, CollectorReconciler.optionalKinds()));

  @TestFactory
  Stream<DynamicNode> cases() throws IOException {
    return Golden.cases("collector", CollectorGoldenTest::check);
  }

  private static void check(Path folder) throws IOException {
    var result = effective(folder);
    var made = make(result);
    compare(made, folder.resolve("out.yaml"));
    var checked = folder.resolve("check.yaml");
    if (Files.exists(checked) && result instanceof EffectiveCollector.Resolved(var collector, _)) {
      compare(CollectorCheck.of(collector, "0123456789abcdef"), checked);
    }
    var upstream = folder.resolve("upstream.yaml");
    if (Files.exists(upstream)) {
      assertThat(UpstreamComparison.differences(made, upstream)).isEmpty();
    }
  }

  private static void compare(List<?> made, Path out) throws IOException {
    var text = Yaml.text(made);
    Golden.compare(text, out);
  }

  private static EffectiveCollector.Result effective(Path folder) {
    var in = (ObjectNode) Yaml.documents(folder.resolve("in.yaml")).getFirst();
    var metadata = (ObjectNode) in.get("metadata");
    metadata.put("namespace", "cap-collector-" + folder.getFileName());
    metadata.put("uid", "11111111-1111-1111-1111-111111111111");
    return EffectiveCollector.of(Yaml.as(in, OpenTelemetryCollector.class), FACTS);
  }

  private static List<JsonNode> make(EffectiveCollector.Result result) {
    var documents = new ArrayList<JsonNode>();
    if (result instanceof EffectiveCollector.Resolved(var collector, _)) {
      for (HasMetadata child : Children.of(collector)) {
        documents.add(Yaml.tree(child));
      }
    }
    if (!result.findings().isEmpty()) {
      documents.add(Yaml.tree(result.findings().stream().map(Finding::sentence).toList()));
    }
    return documents;
  }
}
