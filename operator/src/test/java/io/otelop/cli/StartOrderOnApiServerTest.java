// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Custom resources that are there before the operator, as in one release of Helm with it. */
@ExtendWith(ControlPlane.class)
class StartOrderOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Cluster cluster;

  StartOrderOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void whatWasAppliedBeforeTheOperatorEndsAsIfItHadComeLater() throws IOException {
    cluster.apply(collector("early", "otlp"));
    cluster.apply(collector("wrong", "otpl"));
    cluster.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: Instrumentation
        metadata: {name: early, namespace: %s}
        spec: {sampler: {type: always_on}}
        """
            .formatted(cluster.namespace()));

    try (var operator = RunningOperator.start(cluster)) {
      operator.awaitInjectionBy("early");
      await().atMost(SOON).until(() -> hasDeployment("early"));
      await().atMost(SOON).until(() -> conditionOf("wrong"), text -> text.contains("otpl"));
      assertThat(hasDeployment("wrong")).isFalse();

      // Nobody checks what is to be deleted.
      var wrong =
          cluster
              .client()
              .resources(OpenTelemetryCollector.class)
              .inNamespace(cluster.namespace())
              .withName("wrong");
      wrong.delete();
      await().atMost(SOON).until(() -> wrong.get() == null);
    }
  }

  private String collector(String name, String receiver) {
    return """
    apiVersion: opentelemetry.io/v1beta1
    kind: OpenTelemetryCollector
    metadata: {name: %s, namespace: %s}
    spec:
      config:
        receivers: {otlp: {protocols: {grpc: {}}}}
        exporters: {debug: {}}
        service: {pipelines: {traces: {receivers: [%s], exporters: [debug]}}}
    """
        .formatted(name, cluster.namespace(), receiver);
  }

  private boolean hasDeployment(String name) {
    return cluster
            .client()
            .apps()
            .deployments()
            .inNamespace(cluster.namespace())
            .withName(name + "-collector")
            .get()
        != null;
  }

  /** What the condition says that judges a collector's config. */
  private String conditionOf(String name) {
    var status =
        cluster
            .client()
            .resources(OpenTelemetryCollector.class)
            .inNamespace(cluster.namespace())
            .withName(name)
            .require()
            .getStatus();
    if (status == null || status.conditions() == null) {
      return "";
    }
    return Objects.requireNonNull(status.conditions()).stream()
        .filter(it -> it.getType().equals("ConfigValid") && it.getStatus().equals("False"))
        .map(it -> String.valueOf(it.getMessage()))
        .findFirst()
        .orElse("");
  }
}
