// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import java.util.List;
import java.util.stream.Stream;

/** The known exporters. Rules: collector.md 3.2. Order has no meaning. */
final class Exporters {

  static final List<Component> ALL =
      Stream.concat(
              Stream.of(
                  exporter("prometheus").listening(Listener.tcp(8888)),
                  exporter("otlp_grpc", "otlp").notKnownBefore("0.144.0"),
                  exporter("otlp_http", "otlphttp").notKnownBefore("0.144.0"),
                  exporter("loadbalancing", "load_balancing")
                      .needing(
                          "endpointslices of the Service that `resolver.k8s` names",
                          Rules::resolver)),
              Component.named(
                  Section.EXPORTERS,
                  "alertmanager",
                  "alibabacloud_logservice",
                  "awscloudwatchlogs",
                  "awsemf",
                  "awskinesis",
                  "awss3",
                  "awsxray",
                  "azureblob",
                  "azuredataexplorer",
                  "azuremonitor",
                  "bmchelix",
                  "carbon",
                  "cassandra",
                  "clickhouse",
                  "coralogix",
                  "datadog",
                  "dataset",
                  "debug",
                  "doris",
                  "elasticsearch",
                  "faro",
                  "file",
                  "googlecloud",
                  "googlecloudpubsub",
                  "googlecloudstorage",
                  "googlemanagedprometheus",
                  "honeycombmarker",
                  "influxdb",
                  "kafka",
                  "logicmonitor",
                  "logging",
                  "logzio",
                  "loki",
                  "mezmo",
                  "nop",
                  "opensearch",
                  "otelarrow",
                  "otlpjsonfile",
                  "prometheusremotewrite",
                  "prometheus_remote_write",
                  "pulsar",
                  "rabbitmq",
                  "sapm",
                  "sematext",
                  "sentry",
                  "signalfx",
                  "splunk_hec",
                  "stef",
                  "sumologic",
                  "syslog",
                  "tencentcloud_logservice",
                  "tinybird",
                  "zipkin"))
          .toList();

  private Exporters() {}

  private static Component exporter(String... types) {
    return Component.of(Section.EXPORTERS, types);
  }
}
