// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The operator's own counters, and their text for Prometheus (exposition format 0.0.4). Label
 * values come from closed sets, so that the number of series has a bound.
 */
public final class Metrics {

  private final Map<String, Family> families = new ConcurrentSkipListMap<>();

  interface Family {
    void write(StringBuilder text);
  }

  /** A number that only grows, for each combination of label values. */
  public Counter counter(String name, String help, String... labels) {
    var counter = new Counter(name, help, List.of(labels));
    families.put(name, counter);
    return counter;
  }

  /** How long something takes, for each combination of label values. */
  public Timer timer(String name, String help, String... labels) {
    var timer = new Timer(name, help, List.of(labels));
    families.put(name, timer);
    return timer;
  }

  /** A number that is asked for whenever somebody wants to know. */
  public void gauge(String name, String help, DoubleSupplier value) {
    families.put(
        name,
        text -> {
          head(text, name, help, "gauge");
          text.append(name).append(' ').append(value.getAsDouble()).append('\n');
        });
  }

  /** Everything, family by family in the order of their names. */
  public String text() {
    var text = new StringBuilder();
    families.values().forEach(family -> family.write(text));
    return text.toString();
  }

  /** Counts. */
  public static final class Counter implements Family {

    private final String name;
    private final String help;
    private final List<String> labels;
    private final Map<List<String>, LongAdder> series = new ConcurrentHashMap<>();

    private Counter(String name, String help, List<String> labels) {
      this.name = name;
      this.help = help;
      this.labels = labels;
    }

    /** Counts one; the values are those of the labels, in their order. */
    public void increment(String... values) {
      series.computeIfAbsent(checked(labels, values), _ -> new LongAdder()).increment();
    }

    @Override
    public void write(StringBuilder text) {
      head(text, name, help, "counter");
      sorted(series)
          .forEach(
              (values, count) ->
                  text.append(name)
                      .append(labels(labels, values, ""))
                      .append(' ')
                      .append(count.sum())
                      .append('\n'));
    }
  }

  /** Counts durations by size. */
  public static final class Timer implements Family {

    /** From what a warm answer takes to what an API server waits. */
    private static final double[] BOUNDS = {
      .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
    };

    private final String name;
    private final String help;
    private final List<String> labels;
    private final Map<List<String>, Buckets> series = new ConcurrentHashMap<>();

    private Timer(String name, String help, List<String> labels) {
      this.name = name;
      this.help = help;
      this.labels = labels;
    }

    private record Buckets(AtomicLongArray counts, LongAdder nanos) {}

    /** Notes one duration; the values are those of the labels, in their order. */
    public void record(Duration duration, String... values) {
      var buckets =
          series.computeIfAbsent(
              checked(labels, values),
              _ -> new Buckets(new AtomicLongArray(BOUNDS.length + 1), new LongAdder()));
      var place = Arrays.binarySearch(BOUNDS, duration.toNanos() / 1e9);
      buckets.counts().incrementAndGet(place < 0 ? -place - 1 : place);
      buckets.nanos().add(duration.toNanos());
    }

    @Override
    public void write(StringBuilder text) {
      head(text, name, help, "histogram");
      sorted(series).forEach((values, buckets) -> write(text, values, buckets));
    }

    private void write(StringBuilder text, List<String> values, Buckets buckets) {
      var total = 0L;
      for (var i = 0; i <= BOUNDS.length; i++) {
        total += buckets.counts().get(i);
        var bound = i < BOUNDS.length ? String.valueOf(BOUNDS[i]) : "+Inf";
        text.append(name).append("_bucket");
        text.append(labels(labels, values, "le=\"" + bound + "\""));
        text.append(' ').append(total).append('\n');
      }
      var plain = labels(labels, values, "");
      var seconds = String.format(Locale.ROOT, "%.9f", buckets.nanos().sum() / 1e9);
      text.append(name).append("_sum").append(plain).append(' ').append(seconds).append('\n');
      text.append(name).append("_count").append(plain).append(' ').append(total).append('\n');
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

  private static void head(StringBuilder text, String name, String help, String type) {
    text.append("# HELP ").append(name).append(' ').append(escaped(help)).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static String labels(List<String> names, List<String> values, String last) {
    var pairs =
        IntStream.range(0, names.size())
            .mapToObj(i -> names.get(i) + "=\"" + escaped(values.get(i)) + "\"")
            .collect(Collectors.joining(","));
    var all = pairs.isEmpty() || last.isEmpty() ? pairs + last : pairs + "," + last;
    return all.isEmpty() ? "" : "{" + all + "}";
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
