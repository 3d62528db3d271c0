// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Golden;
import io.otelop.testing.Yaml;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The API server judges the pods of {@code golden/pod}: what it lets in without the operator it
 * lets in with what the operator makes of it, in the case's own namespace with its Pod Security
 * level, its quotas and its limit ranges.
 */
@ExtendWith(ControlPlane.class)
class GoldenPodsOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final KubernetesClient client;

  GoldenPodsOnApiServerTest(Cluster cluster) {
    client = cluster.client();
  }

  @TestFactory
  Stream<DynamicNode> cases() throws IOException {
    return Golden.cases("pod", this::check);
  }

  private void check(Path folder) {
    var example = new PodCase(folder);
    var namespace = make(example, "golden-" + folder.getFileName());
    // A quota that nobody has counted yet refuses every pod.
    var before =
        await()
            .atMost(SOON)
            .until(() -> refusal(example.pod(), namespace), it -> !it.contains("status unknown"));
    if (before.isEmpty()) {
      assertThat(refusal(example.answer().pod(), namespace))
          .as("what the API server says")
          .isEmpty();
    }
  }

  private String make(PodCase example, String name) {
    var shortened = name.substring(0, Math.min(name.length(), 63));
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(shortened)
                .withLabels(example.namespaceLabels())
                .endMetadata()
                .build())
        .create();
    for (var limit : example.limits()) {
      client
          .resource(Yaml.as(limit, GenericKubernetesResource.class))
          .inNamespace(shortened)
          .create();
    }
    client
        .serviceAccounts()
        .inNamespace(shortened)
        .withName("default")
        .waitUntilCondition(Objects::nonNull, SOON.toSeconds(), TimeUnit.SECONDS);
    return shortened;
  }

  /** Why a pod is not let in; empty where it is. */
  private String refusal(JsonNode tree, String namespace) {
    ObjectNode pod = tree.deepCopy();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    pod.withObjectProperty("metadata").put("namespace", namespace);
    try {
      client
          .resource(Yaml.as(pod, GenericKubernetesResource.class))
          .inNamespace(namespace)
          .dryRun()
          .create();
      return "";
    } catch (KubernetesClientException refused) {
      return String.valueOf(refused.getMessage());
    }
  }
}
