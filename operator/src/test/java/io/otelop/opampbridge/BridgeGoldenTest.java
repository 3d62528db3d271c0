// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.otelop.child.OperandDefaults;
import io.otelop.crds.opampbridge.OpAMPBridge;
import io.otelop.opampbridge.child.BridgeChildren;
import io.otelop.reason.Finding;
import io.otelop.testing.Golden;
import io.otelop.testing.Yaml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of {@code golden/opampbridge} is a case: {@code in.yaml} is an OpAMPBridge, and
 * {@code out.yaml} is what comes of it and what is said of it. Run with {@code -Dgolden.update} to
 * write the outputs anew.
 */
class BridgeGoldenTest {

  /** What all cases write where a secret could be. */
  private static final String SECRET = "s3cret";

  private static final OperandDefaults DEFAULTS =
      new OperandDefaults(
          "ghcr.io/open-telemetry/opentelemetry-operator/operator-opamp-bridge:0.0.0",
          "0.0.0",
          List.of(new EnvVar("NO_PROXY", "cluster.local", null)),
          key -> !key.startsWith("internal/"),
          key -> !key.equals("kubectl.kubernetes.io/last-applied-configuration"));

  @TestFactory
  Stream<DynamicNode> cases() throws IOException {
    return Golden.cases("opampbridge", BridgeGoldenTest::check);
  }

  private static void check(Path folder) throws IOException {
    var document = Yaml.documents(folder.resolve("in.yaml")).getFirst();
    var metadata = (ObjectNode) document.get("metadata");
    metadata.put("namespace", "shop");
    metadata.put("uid", "11111111-1111-1111-1111-111111111111");
    var resource = Yaml.as(document, OpAMPBridge.class);
    var result = EffectiveBridge.of(resource, DEFAULTS);
    var made = new ArrayList<Object>();
    if (result instanceof EffectiveBridge.Resolved(var bridge, _)) {
      BridgeChildren.of(bridge).forEach(child -> made.add(Yaml.tree(child)));
    }
    var said = result.findings().stream().map(Finding::sentence).toList();
    if (!said.isEmpty()) {
      made.add(Yaml.tree(said));
    }
    assertThat(String.join("\n", said)).doesNotContain(SECRET);
    assertThat(String.valueOf(resource.getSpec())).doesNotContain(SECRET);
    Golden.compare(Yaml.text(made), folder.resolve("out.yaml"));
  }
}
