// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A Zipkin server and a Prometheus in a test's namespace. Prometheus scrapes {@code
 * gateway-collector:8889} and {@code direct:9464}, if they are there.
 */
final class Backends implements AutoCloseable {

  private final Reach zipkin;
  private final Reach prometheus;

  private Backends(Reach zipkin, Reach prometheus) {
    this.zipkin = zipkin;
    this.prometheus = prometheus;
  }

  /** Starts both; they are ready when this returns. */
  static Backends in(Lab lab) {
    lab.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: prometheus}
        data:
          prometheus.yml: |
            global: {scrape_interval: 1s}
            scrape_configs:
              - job_name: e2e
                honor_labels: true
                static_configs: [{targets: ["gateway-collector:8889", "direct:9464"]}]
        """);
    startPrometheus(lab);
    lab.application("zipkin", Lab.image("zipkin"), "", "", 9411);
    lab.awaitReady("zipkin", "prometheus");
    return new Backends(lab.reach("zipkin", 9411), lab.reach("prometheus", 9090));
  }

  /** Starts a Prometheus that reads its config in a ConfigMap of its name. */
  static void startPrometheus(Lab lab) {
    lab.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: prometheus}
        spec:
          selector: {matchLabels: {app: prometheus}}
          template:
            metadata: {labels: {app: prometheus}}
            spec:
              containers:
                - name: prometheus
                  image: %s
                  imagePullPolicy: IfNotPresent
                  readinessProbe: {httpGet: {path: /-/ready, port: 9090}, periodSeconds: 1}
                  volumeMounts: [{name: config, mountPath: /etc/prometheus}]
              volumes: [{name: config, configMap: {name: prometheus}}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: prometheus}
        spec: {selector: {app: prometheus}, ports: [{port: 9090}]}
        """
            .formatted(Lab.image("prometheus")));
  }

  /** Traces that have a span of this service. */
  List<JsonNode> traces(String service) {
    var path = "/api/v2/traces?limit=100&lookback=3600000&serviceName=" + Reach.encoded(service);
    return StreamSupport.stream(zipkin.json(path).spliterator(), false).toList();
  }

  /** Spans of a service, of all its traces. */
  List<JsonNode> spans(String service) {
    return traces(service).stream()
        .flatMap(trace -> StreamSupport.stream(trace.spliterator(), false))
        .filter(span -> service(span).equals(service))
        .toList();
  }

  static String service(JsonNode span) {
    return span.path("localEndpoint").path("serviceName").asText();
  }

  /** The value of the only series that a PromQL query finds; empty where it finds none. */
  Optional<Double> value(String query) {
    var found =
        prometheus.json("/api/v1/query?query=" + Reach.encoded(query)).path("data").path("result");
    if (found.size() > 1) {
      throw new AssertionError(query + " finds more than one series: " + found);
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(Double.valueOf(found.path(0).path("value").path(1).asText()));
  }

  @Override
  public void close() {
    zipkin.close();
    prometheus.close();
  }
}
