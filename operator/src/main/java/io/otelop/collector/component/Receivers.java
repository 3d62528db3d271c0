// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.List;
import java.util.stream.Stream;

/** The known receivers. Rules: collector.md 3.2 and 5.2. Order has no meaning. */
final class Receivers {

  private static final EnvVar NODE_NAME =
      new EnvVarBuilder()
          .withName("K8S_NODE_NAME")
          .withNewValueFrom()
          .withNewFieldRef()
          .withFieldPath("spec.nodeName")
          .endFieldRef()
          .endValueFrom()
          .build();

  static final List<Component> ALL =
      Stream.concat(
              Stream.of(
                  receiver("otlp")
                      .listening(
                          Listener.protocol("grpc", 4317, "TCP", "grpc"),
                          Listener.protocol("http", 4318, "TCP", "http")),
                  receiver("jaeger")
                      .listening(
                          Listener.protocol("grpc", 14250, "TCP", "grpc"),
                          Listener.protocol("thrift_http", 14268, "TCP", "http"),
                          Listener.protocol("thrift_compact", 6831, "UDP", ""),
                          Listener.protocol("thrift_binary", 6832, "UDP", "")),
                  receiver("skywalking")
                      .listening(
                          Listener.protocol("grpc", 11800, "TCP", "grpc"),
                          Listener.protocol("http", 12800, "TCP", "http")),
                  receiver("loki")
                      .listening(
                          Listener.protocol("grpc", 9095, "TCP", "grpc"),
                          Listener.protocol("http", 3100, "TCP", "http")),
                  receiver("zipkin").listening(Listener.http(9411)),
                  receiver("awsxray").listening(Listener.udp(2000)),
                  receiver("carbon").listening(Listener.tcp(2003)),
                  receiver("wavefront").listening(Listener.tcp(2003)),
                  receiver("collectd").listening(Listener.tcp(8081)),
                  receiver("fluent_forward", "fluentforward").listening(Listener.tcp(8006)),
                  receiver("influxdb").listening(Listener.tcp(8086)),
                  receiver("sapm").listening(Listener.tcp(7276)),
                  receiver("signalfx").listening(Listener.tcp(9943)),
                  receiver("splunk_hec").listening(Listener.tcp(8088)),
                  receiver("statsd").listening(Listener.udp(8125)),
                  receiver("tcp_log", "tcplog").listening(Listener.tcp(Listener.DEMANDED)),
                  receiver("udp_log", "udplog").listening(Listener.udp(Listener.DEMANDED)),
                  receiver("prometheus")
                      .listening(Listener.switched("api_server", "server_config", "enabled"))
                      .needing(
                          "what its `kubernetes_sd_configs` look for, in their namespaces; nothing with"
                              + " a target allocator",
                          Rules::discovery),
                  receiver("receiver_creator").needing("what its receivers need", Rules::created),
                  receiver("awscontainerinsightreceiver")
                      .needing(
                          "pods, nodes, endpoints, replicasets, jobs, the kubelet's statistics",
                          Rules::containerInsight),
                  receiver("kubelet_stats", "kubeletstats")
                      .notKnownBefore("0.146.0")
                      .needing(
                          "the kubelet's statistics; nodes/proxy for extra labels and for utilization",
                          Rules::kubeletStats)
                      .reading(NODE_NAME),
                  receiver("k8s_events").needing("events, in its `namespaces`", Rules::events),
                  receiver("k8s_cluster")
                      .needing("workloads, nodes, quotas and more, to read", Rules::cluster),
                  receiver("k8s_objects", "k8sobjects")
                      .notKnownBefore("0.146.0")
                      .needing("the objects that it names, in their namespaces", Rules::objects),
                  scraper("host_metrics", "hostmetrics").notKnownBefore("0.146.0"),
                  scraper("file_log", "filelog").notKnownBefore("0.146.0"),
                  scraper("ssh_check", "sshcheck"),
                  scraper("cloud_foundry", "cloudfoundry"),
                  scraper("http_check", "httpcheck"),
                  scraper("flink_metrics", "flinkmetrics"),
                  scraper("vcenter"),
                  scraper("oracledb"),
                  scraper("snmp"),
                  scraper("googlecloudpubsub"),
                  scraper("chrony"),
                  scraper("jmx").removedIn("0.157.0"),
                  scraper("podman_stats"),
                  scraper("pulsar"),
                  scraper("docker_stats"),
                  scraper("aerospike"),
                  scraper("zookeeper"),
                  scraper("prometheus_simple"),
                  scraper("saphana"),
                  scraper("riak"),
                  scraper("redis"),
                  scraper("rabbitmq"),
                  scraper("purefb"),
                  scraper("postgresql"),
                  scraper("nsxt"),
                  scraper("nginx"),
                  scraper("mysql"),
                  scraper("memcached"),
                  scraper("haproxy"),
                  scraper("couchdb"),
                  scraper("elasticsearch"),
                  scraper("mongodb"),
                  scraper("apache"),
                  scraper("iis"),
                  scraper("kafkametrics"),
                  scraper("kafka"),
                  scraper("nop")),
              Component.named(
                      Section.RECEIVERS,
                      "active_directory_ds",
                      "activedirectoryds",
                      "awscloudwatch",
                      "awsecscontainermetrics",
                      "awsfirehose",
                      "awslambda",
                      "awss3",
                      "azureblob",
                      "azureeventhub",
                      "azuremonitor",
                      "bigip",
                      "ciscoos",
                      "cloudflare",
                      "datadog",
                      "elasticapmintake",
                      "envoyals",
                      "expvar",
                      "faro",
                      "github",
                      "gitlab",
                      "googlecloudmonitoring",
                      "googlecloudspanner",
                      "journald",
                      "libhoney",
                      "macosunifiedlogging",
                      "mongodbatlas",
                      "namedpipe",
                      "netflow",
                      "ntp",
                      "obi",
                      "opencensus",
                      "osquery",
                      "otelarrow",
                      "otlp_json_file",
                      "otlpjsonfile",
                      "pprof",
                      "profiles",
                      "prometheus_remote_write",
                      "prometheusremotewrite",
                      "purefa",
                      "redfish",
                      "solace",
                      "splunkenterprise",
                      "sqlquery",
                      "sqlserver",
                      "stef",
                      "syslog",
                      "systemd",
                      "tlscheck",
                      "vcr",
                      "webhook_event",
                      "webhookevent",
                      "windowseventlog",
                      "windowsperfcounters",
                      "windowsservice",
                      "yanggrpc")
                  .map(named -> named.listening(Listener.tcp(0))))
          .toList();

  private Receivers() {}

  private static Component receiver(String... types) {
    return Component.of(Section.RECEIVERS, types);
  }

  /** A receiver that goes and fetches: its endpoint is another's, so it opens no port. */
  private static Component scraper(String... types) {
    return receiver(types);
  }
}
