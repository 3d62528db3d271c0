// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What collector versions changed in their configs. Rules: collector.md 7.4. */
final class Steps {

  /** In the order of their versions, because one builds on what another left. */
  static final List<Step> ALL =
      List.of(
          new Step("0.9.0", spec -> without(spec, "exporters", "opencensus", "reconnection_delay")),
          new Step("0.15.0", spec -> withoutArguments(spec, "new-metrics", "legacy-metrics")),
          new Step("0.19.0", Steps::queuedRetryAndResource),
          new Step("0.24.0", Steps::healthCheckPort),
          new Step("0.31.0", Steps::influxdbSchema),
          new Step("0.36.0", Steps::tls),
          new Step("0.38.0", Steps::logArguments),
          new Step("0.39.0", Steps::ballastAndHttpd),
          new Step("0.41.0", Steps::cors),
          new Step("0.43.0", Steps::metricsArguments),
          new Step("0.56.0", Steps::leastReplicas),
          new Step("0.57.2", Steps::healthCheckPort),
          new Step("0.105.0", spec -> withoutGate(spec, "-confmap.unifyEnvVarExpansion")),
          new Step("0.110.0", spec -> withoutGate(spec, "-component.UseLocalHostAsDefaultHost")),
          new Step("0.122.0", Steps::metricsReader));

  private static final Map<String, String> TLS =
      Map.of(
          "ca_file", "ca_file",
          "cert_file", "cert_file",
          "key_file", "key_file",
          "min_version", "min_version",
          "max_version", "max_version",
          "insecure", "insecure",
          "insecure_skip_verify", "insecure_skip_verify",
          "server_name_override", "server_name_override");

  private static final Map<String, String> CORS =
      Map.of("cors_allowed_origins", "allowed_origins", "cors_allowed_headers", "allowed_headers");

  private static final int METRICS_PORT = 8888;

  private Steps() {}

  private static void without(SpecTree spec, String section, String type, String key) {
    spec.each(section, type, (_, component) -> component.remove(key));
  }

  private static void withoutArguments(SpecTree spec, String... names) {
    for (var name : names) {
      spec.takeArgument(name);
    }
  }

  private static void queuedRetryAndResource(SpecTree spec) {
    spec.each("processors", "queued_retry", (id, _) -> spec.remove("processors", id));
    spec.each(
        "processors",
        "resource",
        (id, component) -> {
          if (!id.equals("resource") && !id.startsWith("resource/")) {
            return;
          }
          var type = component.remove("type");
          var labels = component.remove("labels");
          if (type != null) {
            upsert(component, "opencensus.type", type);
          }
          if (labels instanceof ObjectNode) {
            labels.properties().forEach(it -> upsert(component, it.getKey(), it.getValue()));
          }
        });
  }

  private static void upsert(ObjectNode processor, String key, JsonNode value) {
    processor
        .withArray("attributes")
        .addObject()
        .put("key", key)
        .put("action", "upsert")
        .set("value", value);
  }

  /** Both forms of the port, alone and beside an endpoint. */
  private static void healthCheckPort(SpecTree spec) {
    spec.each(
        "extensions",
        "health_check",
        (_, component) -> {
          var port = component.remove("port");
          if (port != null) {
            var endpoint = component.path("endpoint").asText("");
            var host = endpoint.isEmpty() ? "0.0.0.0" : endpoint.replaceFirst(":\\d*$", "");
            component.put("endpoint", host + ":" + port.asText());
          }
        });
  }

  private static void influxdbSchema(SpecTree spec) {
    spec.each(
        "receivers",
        "influxdb",
        (_, component) ->
            SpecTree.names(component).stream()
                .filter(key -> key.startsWith("metrics_schema"))
                .forEach(component::remove));
  }

  private static void tls(SpecTree spec) {
    spec.each(
        "receivers",
        "otlp",
        (_, component) -> {
          for (var protocol : component.path("protocols")) {
            if (protocol instanceof ObjectNode it && it.has("tls_settings")) {
              it.set("tls", it.remove("tls_settings"));
            }
          }
        });
    spec.each("exporters", "otlp", (_, component) -> move(component, "tls", TLS));
  }

  private static void cors(SpecTree spec) {
    spec.each(
        "receivers",
        "otlp",
        (_, component) -> {
          for (var protocol : component.path("protocols")) {
            if (protocol instanceof ObjectNode it) {
              move(it, "cors", CORS);
            }
          }
        });
  }

  private static void move(ObjectNode component, String to, Map<String, String> keys) {
    for (var key : SpecTree.names(component)) {
      var name = keys.get(key);
      if (name != null) {
        SpecTree.object(component, to).set(name, component.remove(key));
      }
    }
  }

  private static void logArguments(SpecTree spec) {
    spec.takeArgument("log-level").ifPresent(it -> spec.telemetry("logs").put("level", it));
    spec.takeArgument("log-profile")
        .ifPresent(it -> spec.telemetry("logs").put("development", it.equals("dev")));
    spec.takeArgument("log-format").ifPresent(it -> spec.telemetry("logs").put("encoding", it));
  }

  private static void ballastAndHttpd(SpecTree spec) {
    without(spec, "processors", "memory_limiter", "ballast_size_mib");
    spec.each(
        "receivers",
        "httpd",
        (id, _) -> spec.rename("receivers", id, id.replaceFirst("httpd", "apache")));
  }

  private static void metricsArguments(SpecTree spec) {
    spec.takeArgument("metrics-addr").ifPresent(it -> spec.telemetry("metrics").put("address", it));
    spec.takeArgument("metrics-level").ifPresent(it -> spec.telemetry("metrics").put("level", it));
  }

  private static void leastReplicas(SpecTree spec) {
    spec.autoscaler()
        .filter(it -> !it.hasNonNull("minReplicas"))
        .ifPresent(it -> it.put("minReplicas", 1));
  }

  private static void withoutGate(SpecTree spec, String gate) {
    spec.takeArgument("feature-gates")
        .ifPresent(
            gates -> {
              var kept = new ArrayList<>(List.of(gates.split(",", -1)));
              kept.removeIf(it -> it.strip().equals(gate) || it.isBlank());
              if (!kept.isEmpty()) {
                SpecTree.object(spec.spec(), "args").put("feature-gates", String.join(",", kept));
              }
            });
  }

  /** The address of the collector's own metrics became a reader that is scraped. */
  private static void metricsReader(SpecTree spec) {
    var metrics = spec.config().path("service").path("telemetry").path("metrics");
    if (!(metrics instanceof ObjectNode given) || !given.hasNonNull("address")) {
      return;
    }
    var address = given.remove("address").asText();
    if (given.has("readers")) {
      return;
    }
    var colon = address.lastIndexOf(':');
    var host = colon < 0 ? address : address.substring(0, colon);
    var port = colon < 0 ? "" : address.substring(colon + 1);
    var exporter = given.putArray("readers").addObject().putObject("pull").putObject("exporter");
    var prometheus = exporter.putObject("prometheus");
    prometheus.put("host", host.isEmpty() ? "0.0.0.0" : host);
    if (port.isEmpty() || port.matches("\\d{1,5}")) {
      prometheus.put("port", port.isEmpty() ? METRICS_PORT : Integer.parseInt(port));
    } else {
      prometheus.put("port", port);
    }
  }
}
