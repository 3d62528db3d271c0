// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import io.otelop.telemetry.MetricFamily.Histogram;
import io.otelop.telemetry.MetricFamily.Value;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Metrics as Prometheus reads them: exposition format 0.0.4. */
final class PrometheusText {

  private PrometheusText() {}

  static String of(List<MetricFamily> families) {
    var text = new StringBuilder();
    families.forEach(family -> write(text, family));
    return text.toString();
  }

  private static void write(StringBuilder text, MetricFamily family) {
    var name = family.name();
    var type = family.kind().name().toLowerCase(Locale.ROOT);
    text.append("# HELP ").append(name).append(' ').append(escaped(family.help())).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    for (var point : family.points()) {
      switch (point) {
        case Value(var values, var value) ->
            line(text, name, labels(family.labels(), values, ""), value.toString());
        case Histogram histogram -> write(text, family, histogram);
      }
    }
  }

  private static void write(StringBuilder text, MetricFamily family, Histogram histogram) {
    var name = family.name();
    var bounds = histogram.bounds();
    var total = 0L;
    for (var i = 0; i <= bounds.size(); i++) {
      total += histogram.counts().get(i);
      var bound = i < bounds.size() ? bounds.get(i).toString() : "+Inf";
      var labels = labels(family.labels(), histogram.labels(), "le=\"" + bound + "\"");
      line(text, name + "_bucket", labels, String.valueOf(total));
    }
    var plain = labels(family.labels(), histogram.labels(), "");
    line(text, name + "_sum", plain, String.format(Locale.ROOT, "%.9f", histogram.sum()));
    line(text, name + "_count", plain, String.valueOf(total));
  }

  private static void line(StringBuilder text, String name, String labels, String value) {
    text.append(name).append(labels).append(' ').append(value).append('\n');
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
