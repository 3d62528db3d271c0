// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import java.util.List;
import java.util.stream.Stream;

/** The known exporters. Rules: collector.md 3.2. Order has no meaning. */
final class Exporters {

  static final List<Component> ALL =
      Stream.of(
              exporter("prometheus").listening(Listener.tcp(8888)),
              exporter("debug"),
              exporter("otlp", "otlp_grpc"),
              exporter("otlphttp", "otlp_http"),
              exporter("zipkin"),
              exporter("prometheusremotewrite"),
              exporter("file"),
              exporter("loadbalancing").needing(Rules::resolver),
              exporter("kafka"),
              exporter("nop"))
          .toList();

  private Exporters() {}

  private static Component exporter(String... types) {
    return Component.of(Section.EXPORTERS, types);
  }
}
