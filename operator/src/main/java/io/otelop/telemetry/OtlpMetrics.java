// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.export.MetricProducer;
import io.opentelemetry.sdk.resources.Resource;
import io.otelop.telemetry.MetricFamily.Histogram;
import io.otelop.telemetry.MetricFamily.Kind;
import io.otelop.telemetry.MetricFamily.Point;
import io.otelop.telemetry.MetricFamily.Value;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Gives the operator's numbers to the OpenTelemetry SDK, which sends them. Names are such that a
 * backend for Prometheus makes of them what the operator's own page shows: {@code
 * otelop.injections} becomes {@code otelop_injections_total}. Rules: the OpenTelemetry
 * specification, "Prometheus and OpenMetrics Compatibility". Sums are cumulative, as those of a
 * metric producer are.
 */
final class OtlpMetrics implements MetricProducer {

  private final Metrics metrics;
  private final InstrumentationScopeInfo scope;
  private final Clock clock;
  private final Instant start;

  OtlpMetrics(Metrics metrics, String scope, Clock clock) {
    this.metrics = metrics;
    this.scope = InstrumentationScopeInfo.create(scope);
    this.clock = clock;
    this.start = clock.instant();
  }

  @Override
  public Collection<MetricData> produce(Resource resource) {
    var span = new Span(nanos(start), nanos(clock.instant()));
    return metrics.families().stream()
        .filter(family -> !family.points().isEmpty())
        .<MetricData>map(family -> metric(resource, family, span))
        .toList();
  }

  /** From when to when numbers were counted. */
  private record Span(long start, long end) {}

  private Metric metric(Resource resource, MetricFamily family, Span span) {
    var unit = Unit.of(family);
    var type =
        switch (family.kind()) {
          case COUNTER -> MetricDataType.DOUBLE_SUM;
          case GAUGE -> MetricDataType.DOUBLE_GAUGE;
          case HISTOGRAM -> MetricDataType.HISTOGRAM;
        };
    return new Metric(
        resource, scope, unit.name(), family.help(), unit.code(), type, data(family, span));
  }

  private static Data<?> data(MetricFamily family, Span span) {
    return switch (family.kind()) {
      case COUNTER ->
          SumData.createDoubleSumData(
              true, AggregationTemporality.CUMULATIVE, values(family, span));
      case GAUGE -> GaugeData.createDoubleGaugeData(values(family, span));
      case HISTOGRAM ->
          HistogramData.create(AggregationTemporality.CUMULATIVE, histograms(family, span));
    };
  }

  private static List<DoublePointData> values(MetricFamily family, Span span) {
    return family.points().stream()
        .filter(Value.class::isInstance)
        .map(Value.class::cast)
        .map(
            it ->
                DoublePointData.create(
                    span.start(),
                    span.end(),
                    attributes(family, it),
                    it.value().doubleValue(),
                    List.of()))
        .toList();
  }

  private static List<HistogramPointData> histograms(MetricFamily family, Span span) {
    return family.points().stream()
        .filter(Histogram.class::isInstance)
        .map(Histogram.class::cast)
        .map(
            it ->
                HistogramPointData.create(
                    span.start(),
                    span.end(),
                    attributes(family, it),
                    it.sum(),
                    false,
                    0,
                    false,
                    0,
                    it.bounds(),
                    it.counts()))
        .toList();
  }

  private static Attributes attributes(MetricFamily family, Point point) {
    var attributes = Attributes.builder();
    for (var i = 0; i < family.labels().size(); i++) {
      attributes.put(family.labels().get(i), point.labels().get(i));
    }
    return attributes.build();
  }

  private static long nanos(Instant at) {
    return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
  }

  /** A metric's name without its unit, and the unit as UCUM writes it. */
  record Unit(String name, String code) {

    static Unit of(MetricFamily family) {
      var name = family.name();
      if (family.kind() == Kind.COUNTER) {
        name = without(name, "_total");
      }
      if (name.endsWith("_seconds")) {
        return new Unit(dotted(without(name, "_seconds")), "s");
      }
      if (name.endsWith("_bytes")) {
        return new Unit(dotted(without(name, "_bytes")), "By");
      }
      return new Unit(dotted(name), "");
    }

    private static String without(String name, String end) {
      return name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name;
    }

    private static String dotted(String name) {
      return name.replace('_', '.');
    }
  }

  private record Metric(
      Resource resource,
      InstrumentationScopeInfo scope,
      String name,
      String description,
      String unit,
      MetricDataType type,
      Data<?> data)
      implements MetricData {

    @Override
    public Resource getResource() {
      return resource;
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
      return scope;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public String getDescription() {
      return description;
    }

    @Override
    public String getUnit() {
      return unit;
    }

    @Override
    public MetricDataType getType() {
      return type;
    }

    @Override
    public Data<?> getData() {
      return data;
    }
  }
}
