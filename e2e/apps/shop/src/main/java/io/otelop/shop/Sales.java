// SPDX-License-Identifier: Apache-2.0
package io.otelop.shop;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What the shop itself tells of its business, by the OpenTelemetry API alone: with an agent it is
 * exported together with what the agent sees, without one it costs nothing.
 */
final class Sales {

  private static final AttributeKey<String> ITEM = AttributeKey.stringKey("shop.item");

  private final AtomicLong stock;
  private final AtomicLong revenue = new AtomicLong();
  private final Tracer tracer;
  private final LongCounter orders;
  private final DoubleHistogram prices;
  private final LongUpDownCounter open;

  Sales(long stock) {
    this.stock = new AtomicLong(stock);
    tracer = GlobalOpenTelemetry.getTracer("shop");
    Meter meter = GlobalOpenTelemetry.getMeter("shop");
    orders = meter.counterBuilder("shop.orders").setUnit("{order}").build();
    prices = meter.histogramBuilder("shop.order.price").setUnit("EUR").build();
    open = meter.upDownCounterBuilder("shop.orders.open").setUnit("{order}").build();
    meter
        .gaugeBuilder("shop.stock")
        .ofLongs()
        .setUnit("{item}")
        .buildWithCallback(measurement -> measurement.record(this.stock.get()));
    meter
        .counterBuilder("shop.revenue")
        .setUnit("EUR")
        .buildWithCallback(measurement -> measurement.record(revenue.get()));
  }

  /** Runs one order inside a span of its own and counts it. */
  long sell(String item, Supplier<Long> price) {
    open.add(1);
    var span = tracer.spanBuilder("sell").setAttribute(ITEM, item).startSpan();
    try (var _ = span.makeCurrent()) {
      long paid = price.get();
      stock.decrementAndGet();
      revenue.addAndGet(paid);
      orders.add(1, Attributes.of(ITEM, item));
      prices.record((double) paid, Attributes.of(ITEM, item));
      return paid;
    } finally {
      span.end();
      open.add(-1);
    }
  }
}
