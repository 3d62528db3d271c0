// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The operator's own telemetry. It is told by the chart to send to a collector that it runs itself;
 * a Prometheus reads its page and the collector's, and has the chart's alert rules.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnTelemetryTest {

  /** Series that there are only after something went wrong. */
  private static final Set<String> OF_FAILURES =
      Set.of(
          "controller_runtime_reconcile_errors_total",
          "workqueue_retries_total",
          "otelop_injection_remarks_total");

  private static final String REASON = "UnknownInstrumentation";

  private final Lab lab = Lab.of(OwnTelemetryTest.class);
  private Reach prometheus;

  @BeforeAll
  void send() {
    lab.applyExample("own-telemetry.yaml");
    lab.awaitCollector("telemetry");
    Chart.upgrade(
        "manager.env.OTEL_EXPORTER_OTLP_ENDPOINT=http://telemetry-collector."
            + lab.namespace()
            + ":4318",
        "manager.env.OTEL_METRIC_EXPORT_INTERVAL=2000",
        "manager.env.OTEL_BSP_SCHEDULE_DELAY=500",
        "manager.dashboard.enabled=true");
    startPrometheus();
    lab.application(
        "asking",
        Lab.image("zipkin"),
        "instrumentation.opentelemetry.io/inject-java: nobody",
        "",
        9411);
    lab.apply(
        """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: another}
        spec:
          config:
            receivers: {otlp: {protocols: {http: {}}}}
            exporters: {debug: {}}
            service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
        """);
  }

  @AfterAll
  void close() {
    if (prometheus != null) {
      prometheus.close();
    }
    Chart.rollBack();
    lab.close();
  }

  @Test
  void spansArrive() {
    Lab.eventually(
        () ->
            assertThat(received())
                .containsPattern("Name\\s+: admission CREATE Pod\\b")
                .containsPattern("Name\\s+: reconcile OpenTelemetryCollector\\b")
                .contains("otelop.injection.reason: Str(" + REASON + ")")
                .contains("otelop.object.name: Str(another)")
                .contains("service.name: Str(opentelemetry-operator)")
                .contains("k8s.namespace.name: Str(" + Chart.NAMESPACE + ")"));
  }

  @Test
  void logsArrive() {
    Lab.eventually(() -> assertThat(received()).contains("Body: Str(this replica reconciles)"));
  }

  @Test
  void metricsHaveTheSameNamesBothWays() {
    Lab.eventually(
        () -> {
          var shown = names("operator");
          assertThat(shown).contains("otelop_injections_total", "workqueue_depth");
          assertThat(names("opentelemetry-operator")).containsAll(shown);
        });
  }

  @Test
  void everyQueryOfTheDashboardFindsSomething() throws IOException {
    for (var query : dashboard()) {
      Lab.eventually(
          () -> {
            var result = query(query);
            if (OF_FAILURES.stream().noneMatch(query::contains)) {
              assertThat(result).as(query).isNotEmpty();
            }
          });
    }
  }

  @Test
  void prometheusReadsEveryAlertRule() {
    Lab.eventually(
        () -> {
          var rules = rules();
          assertThat(rules).hasSizeGreaterThan(8);
          assertThat(rules)
              .allSatisfy(
                  rule -> {
                    assertThat(rule.path("health").asText()).as(rule.toString()).isEqualTo("ok");
                    assertThat(rule.path("lastError").asText()).isEmpty();
                  });
        });
  }

  @Test
  void anAlertTellsOfAPodThatGotNothing() {
    Lab.eventually(
        () -> {
          var alerts = prometheus.json("/api/v1/alerts").path("data").path("alerts");
          assertThat(alerts)
              .anySatisfy(
                  alert -> {
                    var labels = alert.path("labels");
                    assertThat(labels.path("alertname").asText())
                        .isEqualTo("OpenTelemetryOperatorSkipsInjections");
                    assertThat(labels.path("reason").asText()).isEqualTo(REASON);
                  });
          // It waits for its five minutes before the first scrape and until the new pod leads.
          assertThat(alerts)
              .extracting(alert -> alert.path("labels").path("alertname").asText())
              .doesNotContain("OpenTelemetryOperatorDoesNotReconcile");
        });
  }

  /** On series made up for them, for most of what they tell of is not to be had in a test. */
  @Test
  void everyAlertFiresOnceAndNoneForAHealthyOperator() throws Exception {
    var told = new ByteArrayOutputStream();
    try (var tool =
        lab.client()
            .pods()
            .inNamespace(lab.namespace())
            .withName(lab.pod("prometheus").getMetadata().getName())
            .writingOutput(told)
            .writingError(told)
            .exec("/usr/bin/promtool", "test", "rules", "/etc/prometheus/alerts-test.yml")) {
      assertThat(tool.exitCode().get(4, TimeUnit.MINUTES))
          .as(told.toString(StandardCharsets.UTF_8))
          .isZero();
    }
    Lab.eventually(() -> assertThat(told.toString(StandardCharsets.UTF_8)).contains("SUCCESS"));
  }

  private static String alertCases() {
    try (var file = OwnTelemetryTest.class.getResourceAsStream("/alerts-test.yml")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private String received() {
    return lab.log(lab.collectorPod("telemetry"));
  }

  /** Names of what was read of a job, without what Prometheus adds itself. */
  private Set<String> names(String job) {
    return StreamSupport.stream(
            query("group by (__name__) ({job=\"" + job + "\"})").spliterator(), false)
        .map(series -> series.path("metric").path("__name__").asText())
        .filter(name -> !name.equals("up") && !name.startsWith("scrape_"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private JsonNode query(String query) {
    var answer = prometheus.json("/api/v1/query?query=" + Reach.encoded(query));
    return answer.path("data").path("result");
  }

  private List<JsonNode> rules() {
    var rules = new ArrayList<JsonNode>();
    prometheus
        .json("/api/v1/rules")
        .path("data")
        .path("groups")
        .forEach(group -> group.path("rules").forEach(rules::add));
    return rules;
  }

  /** The queries of the dashboard in the cluster, as Grafana would send them. */
  private List<String> dashboard() throws IOException {
    var map =
        lab.client()
            .configMaps()
            .inNamespace(Chart.NAMESPACE)
            .withLabel("grafana_dashboard", "1")
            .list()
            .getItems()
            .getFirst();
    var queries = new ArrayList<String>();
    for (var json : map.getData().values()) {
      for (var panel : JsonMapper.builder().build().readTree(json).path("panels")) {
        panel.path("targets").forEach(target -> queries.add(target.path("expr").asText()));
      }
    }
    assertThat(queries).hasSizeGreaterThan(20);
    return queries.stream()
        .map(query -> query.replace("$__rate_interval", "1m").replace("$job", "operator"))
        .toList();
  }

  private void startPrometheus() {
    var rule =
        Serialization.unmarshal(
            Chart.render(
                "templates/monitoring.yaml",
                "manager.prometheusRule.enabled=true",
                "manager.prometheusRule.defaultRules.enabled=true"),
            JsonNode.class);
    assertThat(rule.path("kind").asText()).isEqualTo("PrometheusRule");
    var config =
        """
        global: {scrape_interval: 1s, evaluation_interval: 2s}
        rule_files: [/etc/prometheus/alerts.yml]
        scrape_configs:
          - job_name: operator
            static_configs: [{targets: ["%s.%s:8443"]}]
          - job_name: collector
            honor_labels: true
            static_configs: [{targets: ["telemetry-collector:8889"]}]
        """
            .formatted(Chart.RELEASE, Chart.NAMESPACE);
    lab.client()
        .resource(
            new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(lab.namespace())
                .withName("prometheus")
                .endMetadata()
                .withData(
                    Map.of(
                        "prometheus.yml",
                        config,
                        "alerts.yml",
                        Serialization.asYaml(rule.path("spec")),
                        "alerts-test.yml",
                        alertCases()))
                .build())
        .create();
    Backends.startPrometheus(lab);
    lab.awaitReady("prometheus");
    prometheus = lab.reach("prometheus", 9090);
  }
}
