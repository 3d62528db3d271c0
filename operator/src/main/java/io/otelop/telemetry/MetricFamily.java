// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import java.util.List;

/**
 * One metric with all its series, as they were at one moment.
 *
 * @param name as Prometheus knows it, with its unit and, for counters, {@code _total}
 * @param help one clause
 * @param labels names, in the order of the points' values
 * @param points one for each combination of label values
 */
public record MetricFamily(
    String name, String help, Kind kind, List<String> labels, List<Point> points) {

  /** Copies the lists. */
  public MetricFamily {
    labels = List.copyOf(labels);
    points = List.copyOf(points);
  }

  /** What sort of number it is. */
  public enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM
  }

  /** One series. */
  public sealed interface Point {

    /** Values of the labels. */
    List<String> labels();
  }

  /** A number; a whole one is a {@code Long}. */
  public record Value(List<String> labels, Number value) implements Point {

    /** Copies the list. */
    public Value {
      labels = List.copyOf(labels);
    }
  }

  /**
   * How many durations were of which size.
   *
   * @param bounds upper ends in seconds, each of which belongs to its bucket
   * @param counts of each bucket alone; one more than there are bounds
   * @param sum of all durations, in seconds
   */
  public record Histogram(List<String> labels, List<Double> bounds, List<Long> counts, double sum)
      implements Point {

    /** Copies the lists. */
    public Histogram {
      labels = List.copyOf(labels);
      bounds = List.copyOf(bounds);
      counts = List.copyOf(counts);
    }
  }
}
