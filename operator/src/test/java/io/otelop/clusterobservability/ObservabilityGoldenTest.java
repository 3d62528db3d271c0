// SPDX-License-Identifier: Apache-2.0
package io.otelop.clusterobservability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.child.ApiKind;
import io.otelop.child.ClusterFacts;
import io.otelop.child.OperandDefaults;
import io.otelop.clusterobservability.child.ObservabilityChildren;
import io.otelop.crds.clusterobservability.ClusterObservability;
import io.otelop.reason.Finding;
import io.otelop.testing.Golden;
import io.otelop.testing.Yaml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of {@code golden/clusterobservability} is a case: {@code in.yaml} is a
 * ClusterObservability, and {@code out.yaml} is what is made for it or said of it. Run with {@code
 * -Dgolden.update} to write the outputs anew.
 */
class ObservabilityGoldenTest {

  private static final OperandDefaults DEFAULTS =
      new OperandDefaults(
          "collectors.test/opentelemetry-collector-k8s:0.0.0",
          "0.0.0",
          List.of(),
          key -> !key.startsWith("internal/"),
          key -> !key.equals("kubectl.kubernetes.io/last-applied-configuration"));

  @TestFactory
  Stream<DynamicNode> cases() throws IOException {
    return Golden.cases("clusterobservability", ObservabilityGoldenTest::check);
  }

  private static void check(Path folder) throws IOException {
    var document = Yaml.documents(folder.resolve("in.yaml")).getFirst();
    var metadata = (ObjectNode) document.get("metadata");
    metadata.put("namespace", "observability");
    metadata.put("uid", "11111111-1111-1111-1111-111111111111");
    var isBare = folder.getFileName().toString().endsWith("-on-a-bare-cluster");
    var kinds = isBare ? Set.<ApiKind>of() : ObservabilityReconciler.optionalKinds();
    var facts = new ObservabilityFacts(DEFAULTS, new ClusterFacts(!isBare, kinds));
    var made = new ArrayList<Object>();
    switch (EffectiveObservability.of(Yaml.as(document, ClusterObservability.class), facts)) {
      case EffectiveObservability.Resolved(var observability) -> {
        for (var child : ObservabilityChildren.of(observability)) {
          made.add(Yaml.tree(child));
        }
      }
      case EffectiveObservability.Rejected(var findings) ->
          made.add(Yaml.tree(findings.stream().map(Finding::sentence).toList()));
    }
    Golden.compare(Yaml.text(made), folder.resolve("out.yaml"));
  }
}
