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
              receiver("tcp_log", "tcplog").listening(Listener.tcp(0)),
              receiver("udp_log", "udplog").listening(Listener.udp(0)),
              receiver("prometheus").needing(Rules::discovery),
              receiver("receiver_creator").needing(Rules::created),
              receiver("awscontainerinsightreceiver").needing(Rules::containerInsight),
              receiver("kubelet_stats", "kubeletstats")
                  .needing(Rules::kubeletStats)
                  .reading(NODE_NAME),
              receiver("k8s_events").needing(Rules::events),
              receiver("k8s_cluster").needing(Rules::cluster),
              receiver("k8s_objects", "k8sobjects").needing(Rules::objects),
              scraper("host_metrics", "hostmetrics"),
              scraper("file_log", "filelog"),
              scraper("ssh_check", "sshcheck"),
              scraper("cloud_foundry", "cloudfoundry"),
              scraper("http_check", "httpcheck"),
              scraper("flink_metrics", "flinkmetrics"),
              scraper("vcenter"),
              scraper("oracledb"),
              scraper("snmp"),
              scraper("googlecloudpubsub"),
              scraper("chrony"),
              scraper("jmx"),
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
              scraper("nop"))
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
