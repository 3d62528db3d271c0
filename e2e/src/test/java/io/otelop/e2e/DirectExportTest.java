// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An application that exports by itself, without a collector: to Zipkin, Prometheus, console. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectExportTest {

  private final Lab lab = Lab.of(DirectExportTest.class);
  private final Backends backends = Backends.in(lab);

  @BeforeAll
  void order() {
    lab.applyExample("direct-export.yaml");
    lab.awaitInjection("instrumentation.opentelemetry.io/inject-java", "backends");
    lab.application(
        "shop",
        Lab.image("shop"),
        "instrumentation.opentelemetry.io/inject-java: backends",
        "{name: PRICING_URL, value: 'http://pricing:8080'}");
    lab.application("pricing", Lab.image("pricing"), "", "");
    lab.awaitReady("shop", "pricing");
    try (var shop = lab.reach("shop", 8080)) {
      for (var order = 0; order < 3; order++) {
        // One that fails is not counted: the shop may be asked before its Service leads to pricing.
        Lab.eventually(
            () -> assertThat(shop.json("/order?item=bread").path("price").asInt()).isEqualTo(50));
      }
    }
  }

  @AfterAll
  void close() {
    backends.close();
    lab.close();
  }

  @Test
  void spansReachZipkin() {
    Lab.eventually(
        () ->
            assertThat(backends.spans("shop"))
                .anySatisfy(span -> assertThat(span.path("name").asText()).isEqualTo("sell")));
  }

  @Test
  void prometheusScrapesTheApplication() {
    Lab.eventually(() -> assertThat(backends.value("sum(shop_orders_total)")).hasValue(3.0));
    Lab.eventually(
        () -> assertThat(backends.value("sum(jvm_memory_used_bytes)").orElseThrow()).isPositive());
  }

  @Test
  void logsReachTheConsole() {
    Lab.eventually(
        () ->
            assertThat(lab.log(lab.pod("shop")))
                .containsPattern("'sold bread for 50' : [0-9a-f]{32}"));
  }
}
