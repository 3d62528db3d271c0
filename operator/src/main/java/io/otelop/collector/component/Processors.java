// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import java.util.List;
import java.util.stream.Stream;

/** The known processors. Rules: collector.md 5.2. Order has no meaning. */
final class Processors {

  static final List<Component> ALL =
      Stream.concat(
              Stream.of(
                  processor("k8s_attributes", "k8sattributes")
                      .notKnownBefore("0.146.0")
                      .needing(
                          "pods, namespaces; replicasets, nodes, jobs and workloads as `extract`"
                              + " needs them; in one namespace where `filter.namespace` is set",
                          Rules::attributes),
                  processor("resource_detection", "resourcedetection")
                      .notKnownBefore("0.146.0")
                      .needing(
                          "nodes (`k8snode`, `eks`), infrastructures of OpenShift (`openshift`),"
                              + " the cluster's own ConfigMaps (`kubeadm`)",
                          Rules::detection)),
              Component.named(
                  Section.PROCESSORS,
                  "attributes",
                  "batch",
                  "coralogix",
                  "cumulativetodelta",
                  "datadog",
                  "deltatocumulative",
                  "deltatorate",
                  "dns_lookup",
                  "filter",
                  "geoip",
                  "groupbyattrs",
                  "groupbytrace",
                  "interval",
                  "isolation_forest",
                  "log_dedup",
                  "logdedup",
                  "logstransform",
                  "logs_transform",
                  "lookup",
                  "memory_limiter",
                  "metricsgeneration",
                  "metricstarttime",
                  "metricstransform",
                  "metrics_transform",
                  "metrics_generation",
                  "metric_start_time",
                  "cumulative_to_delta",
                  "delta_to_cumulative",
                  "delta_to_rate",
                  "group_by_attrs",
                  "group_by_trace",
                  "probabilistic_sampler",
                  "redaction",
                  "remotetap",
                  "resource",
                  "routing",
                  "schema",
                  "span",
                  "spanpruning",
                  "sumologic",
                  "tail_sampling",
                  "transform",
                  "unroll"))
          .toList();

  private Processors() {}

  private static Component processor(String... types) {
    return Component.of(Section.PROCESSORS, types);
  }
}
