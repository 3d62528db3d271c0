// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.otelop.child.ClusterFacts;
import io.otelop.child.OperandDefaults;
import io.otelop.cluster.AccessReviews;
import io.otelop.collector.child.Children;
import io.otelop.testing.Yaml;
import io.otelop.webhook.AdmissionAnswer;
import io.otelop.webhook.AdmissionRequest;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A collector on its way in whose objects cannot be made: row 16 of collector.md 4.4. */
class CollectorAdmissionTest {

  private static final String COLLECTOR =
      """
      apiVersion: opentelemetry.io/v1beta1
      kind: OpenTelemetryCollector
      metadata: {name: a, namespace: shop}
      spec:
        config:
          receivers: {otlp: {protocols: {grpc: {}}}}
          exporters: {debug: {}}
          service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
      """;

  @Test
  void aFaultInRenderingIsAWarningAndNoRefusal() {
    var answer =
        answer(
            _ -> {
              throw new IllegalStateException("no such thing");
            });

    assertThat(answer.allowed()).isTrue();
    assertThat(answer.warnings())
        .singleElement()
        .asString()
        .startsWith("spec: is accepted, but its objects cannot be made: no such thing");
  }

  @Test
  void whatCanBeRenderedIsAcceptedWithoutAWord() {
    var answer = answer(Children::of);

    assertThat(answer.allowed()).isTrue();
    assertThat(answer.warnings()).isEmpty();
  }

  private static AdmissionAnswer answer(Function<EffectiveCollector, List<HasMetadata>> children) {
    var facts =
        new CollectorFacts(
            new OperandDefaults(
                "collector.test/otelcol:0.158.0", "0.158.0", List.of(), _ -> true, _ -> true),
            true,
            Set.of(),
            new ClusterFacts(true, Set.of()));
    // Nothing is asked about a collector that needs no permission.
    var nowhere = new ConfigBuilder().withMasterUrl("https://127.0.0.1:1").build();
    try (var client = new KubernetesClientBuilder().withConfig(nowhere).build()) {
      return new CollectorAdmission(() -> facts, new AccessReviews(client), children)
          .answer(
              new AdmissionRequest(
                  "uid",
                  AdmissionRequest.Operation.CREATE,
                  new AdmissionRequest.Kind(
                      "opentelemetry.io", "v1beta1", "OpenTelemetryCollector"),
                  new AdmissionRequest.Resource(
                      "opentelemetry.io", "v1beta1", "opentelemetrycollectors"),
                  "",
                  "shop",
                  "a",
                  false,
                  new AdmissionRequest.User("me", List.of()),
                  Yaml.document(COLLECTOR),
                  MissingNode.getInstance()));
    }
  }
}
