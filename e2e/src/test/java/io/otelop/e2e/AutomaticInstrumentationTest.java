// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Two applications in two languages that nobody changed, annotated; one of them also makes metrics
 * and a span by hand.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AutomaticInstrumentationTest {

  private static final int ORDERS = 12;
  private static final int STOCK = 1000;

  /** As the debug exporter writes it, attributes and all. */
  private static final int LINES_OF_A_RECORD = 20;

  private final Lab lab = Lab.of(AutomaticInstrumentationTest.class);
  private final Backends backends = Backends.in(lab);

  @BeforeAll
  void order() {
    lab.applyExample("automatic-instrumentation.yaml");
    lab.awaitCollector("gateway");
    for (var language : List.of("java", "python")) {
      lab.awaitInjection("instrumentation.opentelemetry.io/inject-" + language, "true");
    }
    lab.application(
        "shop",
        Lab.image("shop"),
        "instrumentation.opentelemetry.io/inject-java: 'true'",
        "{name: PRICING_URL, value: 'http://pricing:8080'}");
    lab.application(
        "pricing",
        Lab.image("pricing"),
        "instrumentation.opentelemetry.io/inject-python: 'true'",
        "");
    lab.awaitReady("shop", "pricing");
    try (var shop = lab.reach("shop", 8080)) {
      for (var order = 0; order < ORDERS; order++) {
        // One that fails is not counted: the shop may be asked before its Service leads to pricing.
        Lab.eventually(
            () -> assertThat(shop.json("/order?item=tea").path("price").asInt()).isEqualTo(30));
      }
    }
  }

  @AfterAll
  void close() {
    backends.close();
    lab.close();
  }

  @Test
  void theJavaAgentMakesSpans() {
    assertThat(lab.pod("shop").getSpec().getInitContainers())
        .extracting(Container::getName)
        .containsExactly("opentelemetry-auto-instrumentation-java");
    Lab.eventually(
        () ->
            assertThat(backends.spans("shop"))
                .anySatisfy(span -> assertThat(span.path("kind").asText()).isEqualTo("SERVER")));
  }

  @Test
  void thePythonAgentMakesSpans() {
    assertThat(lab.pod("pricing").getSpec().getInitContainers())
        .extracting(Container::getName)
        .containsExactly("opentelemetry-auto-instrumentation-python");
    Lab.eventually(
        () ->
            assertThat(backends.spans("pricing"))
                .anySatisfy(
                    span -> {
                      assertThat(span.path("kind").asText()).isEqualTo("SERVER");
                      assertThat(span.path("tags").path("telemetry.sdk.language").asText())
                          .isEqualTo("python");
                    }));
  }

  @Test
  void oneTraceSpansBothApplicationsAndTheSpanMadeByHand() {
    Lab.eventually(
        () ->
            assertThat(backends.traces("pricing"))
                .anySatisfy(
                    trace -> {
                      var services = new HashSet<String>();
                      var names = new HashSet<String>();
                      trace.forEach(
                          span -> {
                            services.add(Backends.service(span));
                            names.add(span.path("name").asText());
                          });
                      assertThat(services).containsExactlyInAnyOrder("shop", "pricing");
                      assertThat(names).contains("sell", "get /order", "get /price");
                    }));
  }

  @Test
  void metricsOfTheAgentsAndThoseMadeByHandArrive() {
    for (var metric :
        List.of(
            "jvm_memory_used_bytes{service_name=\"shop\"}",
            "http_server_duration_milliseconds_count{service_name=\"pricing\"}")) {
      Lab.eventually(
          () -> assertThat(backends.value("sum(" + metric + ")").orElseThrow()).isPositive());
    }
    expect("shop_orders_total", ORDERS);
    expect("shop_order_price_EUR_sum", 30.0 * ORDERS);
    expect("shop_orders_open", 0);
    expect("shop_stock", STOCK - ORDERS);
    expect("shop_revenue_EUR_total", 30.0 * ORDERS);
  }

  @Test
  void logsArriveWithTheirTrace() {
    Lab.eventually(
        () -> {
          var lines = lab.log(lab.collectorPod("gateway")).lines().toList();
          for (var body : List.of("sold tea for 30", "tea costs 30")) {
            var at = lines.indexOf("Body: Str(" + body + ")");
            assertThat(at).as(body).isNotNegative();
            assertThat(lines.subList(at, Math.min(at + LINES_OF_A_RECORD, lines.size())))
                .as("what follows " + body)
                .anyMatch(line -> line.matches("Trace ID: [0-9a-f]{32}"));
          }
        });
  }

  private void expect(String metric, double value) {
    Lab.eventually(
        () -> assertThat(backends.value("sum(" + metric + ")")).as(metric).hasValue(value));
  }
}
