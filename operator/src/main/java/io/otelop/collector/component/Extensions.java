// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import java.util.List;
import java.util.stream.Stream;

/** The known extensions. Rules: collector.md 3.2, 2.5 and 5.2. Order has no meaning. */
final class Extensions {

  static final List<Component> ALL =
      Stream.concat(
              Stream.of(
                  extension("health_check").listening(Listener.tcp(13133)).writing("path", "/"),
                  extension("jaeger_query")
                      .listening(
                          Listener.nested("http", "", 16686), Listener.nested("grpc", "2", 0)),
                  extension("k8s_observer")
                      .needing(
                          "pods, services, nodes and ingresses, as the `observe_...` say; in the"
                              + " `namespaces` alone where there are some",
                          Rules::observer),
                  extension("k8s_leader_elector").needing("leases", Rules::leases)),
              Component.named(
                  Section.EXTENSIONS,
                  "ack",
                  "asapclient",
                  "avro_log_encoding",
                  "awscloudwatchmetricstreams_encoding",
                  "awslogs_encoding",
                  "awsproxy",
                  "azure_auth",
                  "azure_encoding",
                  "basicauth",
                  "basic_auth",
                  "bearertokenauth",
                  "bearer_token_auth",
                  "cfgarden_observer",
                  "cgroup_runtime",
                  "cgroupruntime",
                  "datadog",
                  "db_storage",
                  "docker_observer",
                  "ecs_observer",
                  "ecs_task_observer",
                  "file_storage",
                  "googleclientauth",
                  "googlecloudlogentry_encoding",
                  "headers_setter",
                  "healthcheckv2",
                  "host_observer",
                  "http_forwarder",
                  "jaeger_encoding",
                  "jaeger_storage",
                  "jaegerremotesampling",
                  "json_log_encoding",
                  "kafkatopics_observer",
                  "memory_ballast",
                  "memory_limiter",
                  "oauth2client",
                  "oidc",
                  "opamp",
                  "otlp_encoding",
                  "pprof",
                  "redis_storage",
                  "remotetap",
                  "remote_sampling",
                  "skywalking_encoding",
                  "sigv4auth",
                  "solarwindsapmsettings",
                  "sumologic",
                  "text_encoding",
                  "zipkin_encoding",
                  "zpages"))
          .toList();

  private Extensions() {}

  private static Component extension(String... types) {
    return Component.of(Section.EXTENSIONS, types);
  }
}
