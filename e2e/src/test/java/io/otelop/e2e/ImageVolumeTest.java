// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agents whose images are volumes of the pods: nothing is copied, and their spans arrive. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageVolumeTest {

  private static final String INJECT = "instrumentation.opentelemetry.io/inject-%s: 'true'";

  private final Lab lab = Lab.of(ImageVolumeTest.class);
  private final Backends backends = Backends.in(lab);

  @BeforeAll
  void order() {
    lab.apply(
        """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: gateway}
        spec:
          config:
            receivers: {otlp: {protocols: {http: {}}}}
            exporters: {zipkin: {endpoint: "http://zipkin:9411/api/v2/spans"}}
            service: {pipelines: {traces: {receivers: [otlp], exporters: [zipkin]}}}
        ---
        apiVersion: opentelemetry.io/v1alpha1
        kind: Instrumentation
        metadata: {name: default}
        spec:
          delivery: Auto
          exporter: {endpoint: "http://gateway-collector:4318"}
          env:
            - {name: OTEL_METRICS_EXPORTER, value: none}
            - {name: OTEL_LOGS_EXPORTER, value: none}
        """);
    lab.awaitCollector("gateway");
    for (var language : List.of("java", "python", "nodejs")) {
      lab.awaitInjection("instrumentation.opentelemetry.io/inject-" + language, "true");
    }
    lab.application(
        "shop",
        Lab.image("shop"),
        INJECT.formatted("java"),
        "{name: PRICING_URL, value: 'http://pricing:8080'}");
    lab.application("pricing", Lab.image("pricing"), INJECT.formatted("python"), "");
    lab.application("catalog", Lab.image("catalog"), INJECT.formatted("nodejs"), "");
    lab.awaitReady("shop", "pricing", "catalog");
    try (var shop = lab.reach("shop", 8080);
        var catalog = lab.reach("catalog", 8080)) {
      Lab.eventually(
          () -> assertThat(shop.json("/order?item=tea").path("price").asInt()).isEqualTo(30));
      assertThat(catalog.json("/item?name=tea").path("letters").asInt()).isEqualTo(3);
    }
  }

  @AfterAll
  void close() {
    backends.close();
    lab.close();
  }

  @ParameterizedTest
  @CsvSource({"shop, java", "pricing, python", "catalog, nodejs"})
  void nothingIsCopiedAndSpansArrive(String application, String language) {
    var spec = lab.pod(application).getSpec();
    assertThat(spec.getInitContainers()).isEmpty();
    assertThat(spec.getVolumes())
        .extracting(Volume::getImage)
        .filteredOn(Objects::nonNull)
        .singleElement()
        .satisfies(
            image -> assertThat(image.getReference()).isEqualTo(Lab.image("agent-" + language)));
    Lab.eventually(
        () ->
            assertThat(backends.spans(application))
                .anySatisfy(
                    span -> {
                      assertThat(span.path("kind").asText()).isEqualTo("SERVER");
                      assertThat(span.path("tags").path("telemetry.sdk.language").asText())
                          .isEqualTo(language);
                    }));
  }
}
