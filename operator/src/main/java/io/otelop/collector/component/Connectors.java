// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import java.util.List;

/** The known connectors; none of them needs anything of Kubernetes. Order has no meaning. */
final class Connectors {

  static final List<Component> ALL =
      Component.named(
              Section.CONNECTORS,
              "count",
              "datadog",
              "exceptions",
              "failover",
              "forward",
              "grafanacloud",
              "metricsaslogs",
              "otlpjson",
              "roundrobin",
              "round_robin",
              "routing",
              "servicegraph",
              "service_graph",
              "signal_to_metrics",
              "signaltometrics",
              "slowsql",
              "spanmetrics",
              "span_metrics",
              "sum")
          .toList();

  private Connectors() {}
}
