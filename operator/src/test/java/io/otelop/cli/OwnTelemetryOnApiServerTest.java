// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.otelop.naming.SpanAttributes;
import io.otelop.telemetry.MetricFamily;
import io.otelop.telemetry.MetricFamily.Value;
import io.otelop.telemetry.Telemetry;
import io.otelop.testing.Checkout;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a running operator tells about itself, and that its page in the manual says the same. */
@ExtendWith(ControlPlane.class)
class OwnTelemetryOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private static final String COLLECTOR =
      """
      apiVersion: opentelemetry.io/v1beta1
      kind: OpenTelemetryCollector
      metadata: {name: traced, namespace: %s}
      spec:
        config:
          receivers: {otlp: {protocols: {grpc: {}}}}
          exporters: {debug: {}}
          service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
      """;

  /** First cell of a row of the table of metrics. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)(?:\\{([a-z,_]+)})?` \\|");

  @RegisterExtension final OpenTelemetryExtension traces = OpenTelemetryExtension.create();

  private final Cluster cluster;

  OwnTelemetryOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void reconcilesAndAdmissionsAreTracedAndCounted() throws Exception {
    var telemetry = Telemetry.with(traces.getOpenTelemetry());
    try (var _ = RunningOperator.start(cluster, telemetry)) {
      cluster.apply(COLLECTOR.formatted(cluster.namespace()));
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(spans("reconcile OpenTelemetryCollector"))
                      .anySatisfy(
                          span ->
                              OpenTelemetryAssertions.assertThat(span)
                                  .hasAttribute(SpanAttributes.NAME, "traced")
                                  .hasAttribute(SpanAttributes.NAMESPACE, cluster.namespace())));
      cluster.client().resource(askingPod()).create();

      admissionsAreTraced();
      await().atMost(SOON).untilAsserted(this::callsToTheApiServerArePartsOfTheirReconcile);
      await()
          .atMost(SOON)
          .until(() -> value(telemetry, "otelop_injections_total", "java", "skipped") > 0);
      await()
          .atMost(SOON)
          .until(() -> value(telemetry, "rest_client_requests_total", "201", "POST") > 0);
      await()
          .atMost(SOON)
          .until(
              () ->
                  value(telemetry, "otelop_cached_objects", "opentelemetrycollector", "Service")
                      > 0);
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(value(telemetry, "otelop_collectors", "Ready", "False")).isOne());
      thePageNamesAllMetrics(telemetry.metrics().families());
    }
  }

  private void admissionsAreTraced() {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(spans("admission CREATE Pod"))
                    .anySatisfy(
                        span -> {
                          OpenTelemetryAssertions.assertThat(span)
                              .hasKind(SpanKind.SERVER)
                              .hasAttribute(SpanAttributes.NAMESPACE, cluster.namespace())
                              .hasAttribute(SpanAttributes.NAME, "asking")
                              .hasAttribute(SpanAttributes.ALLOWED, true);
                          assertThat(span.getEvents())
                              .anySatisfy(
                                  event ->
                                      assertThat(event.getAttributes().asMap())
                                          .containsEntry(SpanAttributes.INJECTION, "java")
                                          .containsEntry(SpanAttributes.INJECTION_RESULT, "skipped")
                                          .containsEntry(
                                              SpanAttributes.REASON, "UnknownInstrumentation"));
                        }));
    assertThat(spans("admission CREATE OpenTelemetryCollector")).isNotEmpty();
  }

  private void callsToTheApiServerArePartsOfTheirReconcile() {
    var reconciles =
        spans("reconcile OpenTelemetryCollector").stream().map(SpanData::getSpanId).toList();
    assertThat(traces.getSpans())
        .filteredOn(span -> span.getKind() == SpanKind.CLIENT)
        .filteredOn(span -> span.getName().equals("PATCH") || span.getName().equals("POST"))
        .anySatisfy(span -> assertThat(reconciles).contains(span.getParentSpanId()));
  }

  private static void thePageNamesAllMetrics(List<MetricFamily> families) throws IOException {
    var page = Files.readString(Checkout.path("docs/own-telemetry.md"));
    var told =
        ROW.matcher(page)
            .results()
            .map(row -> row.group(1) + (row.group(2) == null ? "" : "{" + row.group(2) + "}"))
            .toList();
    var shown =
        families.stream()
            .map(
                it ->
                    it.labels().isEmpty()
                        ? it.name()
                        : it.name() + "{" + String.join(",", it.labels()) + "}")
            .toList();
    assertThat(told).containsExactlyInAnyOrderElementsOf(shown);
  }

  private List<SpanData> spans(String name) {
    return traces.getSpans().stream().filter(span -> span.getName().equals(name)).toList();
  }

  /** Sum of the series whose labels begin so. */
  private static double value(Telemetry telemetry, String name, String... labels) {
    Predicate<Value> isWanted =
        value -> value.labels().subList(0, labels.length).equals(List.of(labels));
    return telemetry.metrics().families().stream()
        .filter(family -> family.name().equals(name))
        .flatMap(family -> family.points().stream())
        .filter(Value.class::isInstance)
        .map(Value.class::cast)
        .filter(isWanted)
        .mapToDouble(value -> value.value().doubleValue())
        .sum();
  }

  private io.fabric8.kubernetes.api.model.Pod askingPod() {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(cluster.namespace())
        .withName("asking")
        .addToAnnotations("instrumentation.opentelemetry.io/inject-java", "nobody")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage("app.test/app:1")
        .endContainer()
        .endSpec()
        .build();
  }
}
