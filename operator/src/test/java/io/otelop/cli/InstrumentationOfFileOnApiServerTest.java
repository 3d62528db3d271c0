// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An operator that has its Instrumentation from its config file, on a real API server. */
@ExtendWith(ControlPlane.class)
class InstrumentationOfFileOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final KubernetesClient client;
  private final Cluster cluster;

  InstrumentationOfFileOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
  }

  @Test
  void trueMeansTheOneOfTheFileAndANameOneOfTheCluster(@TempDir Path folder) throws IOException {
    var file = folder.resolve("config.yaml");
    Files.writeString(
        file,
        """
        enable-instrumentation-crds: false
        instrumentations:
          metadata: {name: ours, namespace: platform}
          spec: {exporter: {endpoint: "http://gateway.platform:4318"}}
        """);
    try (var operator = RunningOperator.start(cluster, "--config-file=" + file)) {
      assertThat(operator.noteOf("true")).contains("injected", "platform/ours@0");
      assertThat(operator.noteOf("theirs")).contains("UnknownInstrumentation");

      client
          .resource(
              Yaml.as(
                  Yaml.document("{metadata: {name: theirs}, spec: {sampler: {type: always_on}}}"),
                  Instrumentation.class))
          .inNamespace(cluster.namespace())
          .create();

      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(operator.noteOf("theirs")).contains(cluster.namespace() + "/theirs@"));
      assertThat(operator.noteOf("true")).contains("platform/ours@0");
      assertThat(
              client
                  .admissionRegistration()
                  .v1()
                  .validatingWebhookConfigurations()
                  .withName("opentelemetry-operator-validation")
                  .require()
                  .getWebhooks())
          .noneMatch(it -> it.getName().startsWith("vinstrumentation"));
    }
  }
}
