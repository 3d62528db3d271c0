// SPDX-License-Identifier: Apache-2.0
package io.otelop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.otelop.collector.SidecarReason;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.pod.PodReason;
import io.otelop.reason.Reason;
import io.otelop.reason.Severity;
import io.otelop.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The chart's dashboard and alert rules ask for what the operator shows. That Prometheus reads the
 * queries is proven on a real cluster.
 */
class MonitoringTest {

  private static final Path FILES = Checkout.path("helm/opentelemetry-operator/files");

  private static final Pattern METRIC =
      Pattern.compile("\\b(?:otelop|controller_runtime|workqueue|rest_client|process)_[a-z_]+\\b");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)(?:\\{([a-z,_]+)})?` \\|");
  private static final Pattern SELECTOR = Pattern.compile("([a-z_]+)\\{([^}]*)}");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)(?:=~|!~|!=|=)\"");

  @Test
  void everyQueryAsksForMetricsThatThereAre() throws IOException {
    var known = rows().stream().map(row -> row.group(1)).collect(Collectors.toSet());

    assertThat(queries())
        .hasSizeGreaterThan(30)
        .allSatisfy(
            query -> {
              assertThat(metrics(query)).as(query).isNotEmpty();
              assertThat(known).as(query).containsAll(metrics(query));
            });
  }

  @Test
  void everySelectorNamesLabelsThatThereAre() throws IOException {
    for (var row : rows()) {
      var labels = new TreeSet<>(Set.of("job", "instance", "le"));
      if (row.group(2) != null) {
        labels.addAll(List.of(row.group(2).split(",", -1)));
      }
      for (var query : queries()) {
        SELECTOR
            .matcher(query)
            .results()
            .filter(found -> series(found.group(1)).equals(row.group(1)))
            .flatMap(found -> LABEL.matcher(found.group(2)).results())
            .forEach(label -> assertThat(labels).as(query).contains(label.group(1)));
      }
    }
  }

  @Test
  void everyMetricIsOnTheDashboard() throws IOException {
    var shown =
        dashboard().stream().flatMap(query -> metrics(query).stream()).collect(Collectors.toSet());

    assertThat(shown)
        .containsExactlyInAnyOrderElementsOf(rows().stream().map(row -> row.group(1)).toList());
  }

  @Test
  void whatIsAsItShouldBeIsNoAlert() throws IOException {
    var harmless =
        Stream.<Reason[]>of(
                InstrumentationReason.values(), SidecarReason.values(), PodReason.values())
            .flatMap(Stream::of)
            .filter(reason -> reason.severity() == Severity.INFO)
            .map(Reason::code)
            // Removing a sidecar is a result of its own.
            .filter(code -> !code.equals(SidecarReason.SidecarRemoved.code()))
            .toList();

    assertThat(alerts())
        .filteredOn(query -> query.contains("otelop_injections_total"))
        .singleElement()
        .satisfies(
            query -> assertThat(query).contains("reason!~\"" + String.join("|", harmless) + "\""));
  }

  /** That they do is proven by Prometheus' own tool, on a real cluster. */
  @Test
  void everyAlertIsToFireOnceAndToBeSilentOnceInItsTest() throws IOException {
    var cases =
        Serialization.unmarshal(
            Files.readString(Checkout.path("e2e/src/test/resources/alerts-test.yml")),
            JsonNode.class);
    var firing = new TreeSet<String>();
    var silent = new TreeSet<String>();
    for (var one : cases.path("tests")) {
      for (var rule : one.path("alert_rule_test")) {
        var isSilent = rule.path("exp_alerts").isEmpty();
        if (!isSilent || one.path("name").asText().startsWith("a healthy operator")) {
          (isSilent ? silent : firing).add(rule.path("alertname").asText());
        }
      }
    }

    assertThat(names()).containsExactlyInAnyOrderElementsOf(firing);
    assertThat(silent).isEqualTo(firing);
  }

  private static List<MatchResult> rows() throws IOException {
    var page = Files.readString(Checkout.path("docs/own-telemetry.md"));
    return ROW.matcher(page).results().toList();
  }

  private static Set<String> metrics(String query) {
    return METRIC
        .matcher(query)
        .results()
        .map(found -> series(found.group()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The metric that a series belongs to. */
  private static String series(String name) {
    return name.replaceFirst("_seconds_(bucket|count|sum)$", "_seconds");
  }

  private static List<String> queries() throws IOException {
    return Stream.concat(dashboard().stream(), alerts().stream()).toList();
  }

  private static List<String> dashboard() throws IOException {
    var json = JsonMapper.builder().build();
    var queries = new ArrayList<String>();
    for (var panel : json.readTree(FILES.resolve("dashboard.json").toFile()).path("panels")) {
      panel.path("targets").forEach(target -> queries.add(target.path("expr").asText()));
    }
    return queries;
  }

  private static List<String> alerts() throws IOException {
    return rules().map(rule -> rule.path("expr").asText()).toList();
  }

  private static List<String> names() throws IOException {
    return rules().map(rule -> rule.path("alert").asText()).toList();
  }

  private static Stream<JsonNode> rules() throws IOException {
    var rules =
        Serialization.unmarshal(Files.readString(FILES.resolve("alerts.yaml")), JsonNode.class);
    return StreamSupport.stream(rules.path("groups").spliterator(), false)
        .flatMap(group -> StreamSupport.stream(group.path("rules").spliterator(), false));
  }
}
