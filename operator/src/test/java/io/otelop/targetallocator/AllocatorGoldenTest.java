// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.otelop.child.ClusterFacts;
import io.otelop.child.OperandDefaults;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.targetallocator.TargetAllocator;
import io.otelop.reason.Finding;
import io.otelop.targetallocator.child.AllocatorChildren;
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
 * Each folder of {@code golden/targetallocator} is a case: the first document of {@code in.yaml} is
 * a TargetAllocator, the others are the collectors that name it, and {@code out.yaml} is what comes
 * of them and what is said of it. Run with {@code -Dgolden.update} to write the outputs anew.
 */
class AllocatorGoldenTest {

  private static final AllocatorFacts FACTS =
      new AllocatorFacts(
          new OperandDefaults(
              "ghcr.io/open-telemetry/opentelemetry-operator/target-allocator:0.0.0",
              "0.0.0",
              List.of(new EnvVar("NO_PROXY", "cluster.local", null)),
              key -> !key.startsWith("internal/"),
              key -> !key.equals("kubectl.kubernetes.io/last-applied-configuration")),
          true,
          Set.of(443, 6443),
          new ClusterFacts(true, AllocatorReconciler.optionalKinds()));

  @TestFactory
  Stream<DynamicNode> cases() throws IOException {
    return Golden.cases("targetallocator", AllocatorGoldenTest::check);
  }

  private static void check(Path folder) throws IOException {
    var documents = Yaml.documents(folder.resolve("in.yaml"));
    for (var document : documents) {
      var metadata = (ObjectNode) document.get("metadata");
      metadata.put("namespace", "shop");
      metadata.put("uid", "11111111-1111-1111-1111-111111111111");
    }
    var collectors =
        documents.stream().skip(1).map(it -> Yaml.as(it, OpenTelemetryCollector.class)).toList();
    var bare = folder.getFileName().toString().endsWith("-on-a-bare-cluster");
    var facts = bare ? FACTS.in(new ClusterFacts(false, Set.of()), Set.of()) : FACTS;
    var result =
        EffectiveAllocator.of(
            Yaml.as(documents.getFirst(), TargetAllocator.class), collectors, facts);
    var made = new ArrayList<Object>();
    if (result instanceof EffectiveAllocator.Resolved(var allocator, _)) {
      for (HasMetadata child : AllocatorChildren.of(allocator)) {
        made.add(Yaml.tree(child));
      }
    }
    if (!result.findings().isEmpty()) {
      made.add(Yaml.tree(result.findings().stream().map(Finding::sentence).toList()));
    }
    Golden.compare(Yaml.text(made), folder.resolve("out.yaml"));
  }
}
