// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import io.otelop.telemetry.MetricFamily.Histogram;
import io.otelop.telemetry.MetricFamily.Kind;
import io.otelop.telemetry.MetricFamily.Point;
import io.otelop.telemetry.MetricFamily.Value;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The operator's own numbers. They are counted here, whoever reads them: the page for Prometheus
 * ({@link PrometheusText}) and, where it is asked for, the OpenTelemetry SDK. Label values come
 * from closed sets, so that the number of series has a bound.
 */
public final class Metrics {

  private final Map<String, Supplier<MetricFamily>> families = new ConcurrentSkipListMap<>();

  /** A number that only grows, for each combination of label values. */
  public Counter counter(String name, String help, String... labels) {
    var counter = new Counter(name, help, List.of(labels));
    families.put(name, counter::now);
    return counter;
  }

  /** How long something takes, for each combination of label values. */
  public Timer timer(String name, String help, String... labels) {
    var timer = new Timer(name, help, List.of(labels));
    families.put(name, timer::now);
    return timer;
  }

  /** A number that is asked for whenever somebody wants to know. */
  public void gauge(String name, String help, DoubleSupplier value) {
    asked(Kind.GAUGE, name, help, List.of(), () -> Map.of(List.of(), value.getAsDouble()));
  }

  /** A number that only grows and that somebody else counts. */
  public void total(String name, String help, DoubleSupplier value) {
    asked(Kind.COUNTER, name, help, List.of(), () -> Map.of(List.of(), value.getAsDouble()));
  }

  /**
   * Numbers that are asked for whenever somebody wants to know.
   *
   * @param values by label values, which are in the order of the labels
   */
  public void gauges(
      String name,
      String help,
      List<String> labels,
      Supplier<? extends Map<List<String>, ? extends Number>> values) {
    asked(Kind.GAUGE, name, help, List.copyOf(labels), values);
  }

  private void asked(
      Kind kind,
      String name,
      String help,
      List<String> labels,
      Supplier<? extends Map<List<String>, ? extends Number>> values) {
    families.put(
        name,
        () ->
            new MetricFamily(
                name,
                help,
                kind,
                labels,
                values.get().entrySet().stream()
                    .<Point>map(it -> new Value(it.getKey(), it.getValue()))
                    .sorted(Comparator.comparing(Point::labels, Metrics::compare))
                    .toList()));
  }

  /** Everything as it is now, family by family in the order of their names. */
  public List<MetricFamily> families() {
    return families.values().stream().map(Supplier::get).toList();
  }

  /** Counts. */
  public static final class Counter {

    private final String name;
    private final String help;
    private final List<String> labels;
    private final Map<List<String>, LongAdder> series = new ConcurrentHashMap<>();

    private Counter(String name, String help, List<String> labels) {
      this.name = name;
      this.help = help;
      this.labels = labels;
    }

    /**
     * Shows a zero where nothing was counted yet: who asks Prometheus for an increase does not see
     * the first one of a series that was not there before.
     */
    public void showZero(String... values) {
      series.computeIfAbsent(checked(labels, values), _ -> new LongAdder());
    }

    /** Counts one; the values are those of the labels, in their order. */
    public void increment(String... values) {
      series.computeIfAbsent(checked(labels, values), _ -> new LongAdder()).increment();
    }

    private MetricFamily now() {
      return new MetricFamily(
          name,
          help,
          Kind.COUNTER,
          labels,
          sorted(series).entrySet().stream()
              .<Point>map(it -> new Value(it.getKey(), it.getValue().sum()))
              .toList());
    }
  }

  /** Counts durations by size. */
  public static final class Timer {

    /** From what a warm answer takes to what an API server waits. */
    private static final List<Double> BOUNDS =
        List.of(
            .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1.0, 2.5, 5.0,
            10.0);

    private static final double[] SORTED =
        BOUNDS.stream().mapToDouble(Double::doubleValue).toArray();

    private final String name;
    private final String help;
    private final List<String> labels;
    private final Map<List<String>, Buckets> series = new ConcurrentHashMap<>();

    private Timer(String name, String help, List<String> labels) {
      this.name = name;
      this.help = help;
      this.labels = labels;
    }

    private record Buckets(AtomicLongArray counts, LongAdder nanos) {

      Histogram histogram(List<String> labels) {
        var copy = IntStream.range(0, counts.length()).mapToObj(counts::get).toList();
        return new Histogram(labels, BOUNDS, copy, nanos.sum() / 1e9);
      }
    }

    /** Notes one duration; the values are those of the labels, in their order. */
    public void record(Duration duration, String... values) {
      var buckets =
          series.computeIfAbsent(
              checked(labels, values),
              _ -> new Buckets(new AtomicLongArray(SORTED.length + 1), new LongAdder()));
      var place = Arrays.binarySearch(SORTED, duration.toNanos() / 1e9);
      buckets.counts().incrementAndGet(place < 0 ? -place - 1 : place);
      buckets.nanos().add(duration.toNanos());
    }

    private MetricFamily now() {
      return new MetricFamily(
          name,
          help,
          Kind.HISTOGRAM,
          labels,
          sorted(series).entrySet().stream()
              .<Point>map(it -> it.getValue().histogram(it.getKey()))
              .toList());
    }
  }

  private static List<String> checked(List<String> labels, String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException("labels are " + labels + ", not " + List.of(values));
    }
    return List.of(values);
  }

  private static <T> Map<List<String>, T> sorted(Map<List<String>, T> series) {
    var sorted = new ConcurrentSkipListMap<List<String>, T>(Metrics::compare);
    sorted.putAll(series);
    return sorted;
  }

  private static int compare(List<String> left, List<String> right) {
    for (var i = 0; i < left.size(); i++) {
      var order = left.get(i).compareTo(right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
