// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API server's own quotas and limit ranges judge the pods that the operator makes. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodLimitsOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String LIMITS =
      """
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: tight}
      spec:
        hard:
          limits.cpu: 200m
          limits.memory: 100Mi
          requests.cpu: 200m
          limits.ephemeral-storage: 50Mi
      ---
      apiVersion: v1
      kind: LimitRange
      metadata: {name: narrow}
      spec:
        limits:
          - type: Container
            max: {memory: 100Mi}
            maxLimitRequestRatio: {cpu: "2"}
      """;

  private final KubernetesClient client;
  private final String namespace;
  @AutoClose private final RunningOperator operator;

  PodLimitsOnApiServerTest(Cluster cluster) throws IOException {
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.operator = RunningOperator.start(cluster, "--enable-nginx-instrumentation=true");
  }

  @BeforeAll
  void start() {
    apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: Instrumentation
        metadata: {name: default}
        """);
    operator.awaitInjectionBy("default");
    apply(LIMITS);
    // The API server and the operator hear of them at different times.
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(() -> aPodThatFillsTheQuotaIsLetInWithItsAgent("java"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "nodejs", "python", "dotnet", "apache-httpd", "nginx"})
  void aPodThatFillsTheQuotaIsLetInWithItsAgent(String language) {
    assertThat(create(language).getSpec().getInitContainers())
        .isNotEmpty()
        .allSatisfy(
            container -> {
              assertThat(container.getResources().getLimits())
                  .containsKey("ephemeral-storage")
                  .hasEntrySatisfying(
                      "memory",
                      memory ->
                          assertThat(memory.getNumericalAmount())
                              .isLessThanOrEqualTo(new Quantity("100Mi").getNumericalAmount()));
            });
  }

  private Pod create(String language) {
    var all =
        Map.of(
            "cpu", new Quantity("200m"),
            "memory", new Quantity("100Mi"),
            "ephemeral-storage", new Quantity("50Mi"));
    return client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("full")
                .addToAnnotations("instrumentation.opentelemetry.io/inject-" + language, "default")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("app.test/app:1")
                .withNewResources()
                .withLimits(all)
                .endResources()
                .endContainer()
                .endSpec()
                .build())
        .inNamespace(namespace)
        .dryRun()
        .create();
  }

  private void apply(String yaml) {
    client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace)
        .forceConflicts()
        .serverSideApply();
  }
}
