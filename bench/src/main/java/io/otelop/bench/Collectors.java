// SPDX-License-Identifier: Apache-2.0
package io.otelop.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * N collectors are applied, changed and deleted, and the operator is left alone with them and
 * started anew: how long until all children are there, and what it costs.
 */
final class Collectors {

  static final String READY = "start to ready";
  static final String MEMORY = "memory without collectors";
  static final String ALL_CHILDREN = "all children exist after";
  static final String APPLY_CPU = "CPU of the operator until then";
  static final String ALL_CHANGED = "a change of all has reached all Deployments after";
  static final String IDLE_CPU = "CPU of the operator in 30 s at rest";
  static final String IDLE_MEMORY = "memory with all collectors at rest";

  private static final int CONNECTIONS = 4;
  private static final Duration LONGEST = Duration.ofMinutes(20);
  private static final Duration AT_REST = Duration.ofSeconds(30);

  private static final String COLLECTORS =
      "/apis/opentelemetry.io/v1beta1/namespaces/"
          + ApiServer.NAMESPACE
          + "/opentelemetrycollectors";

  private static final String DEPLOYMENTS =
      "/apis/apps/v1/namespaces/" + ApiServer.NAMESPACE + "/deployments";

  /** Every collector here has one ConfigMap, one ServiceAccount and three Services. */
  private static final int SERVICES = 3;

  private final ApiServer server;
  private final Figures figures;
  private final int count;

  private Collectors(ApiServer server, Figures figures, int count) {
    this.server = server;
    this.figures = figures;
    this.count = count;
  }

  /** Measures; the control plane is made for it and removed after it. */
  static Figures measure(int count, boolean withControllerManager)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    var figures = new Figures("collectors-" + count + (withControllerManager ? "-kcm" : ""));
    try (var server = ApiServer.start(withControllerManager)) {
      var collectors = new Collectors(server, figures, count);
      try (var operator = Operator.start(server)) {
        figures.add(READY, operator.startedIn().toMillis() / 1e3, "s");
        operator.running().settle();
        figures.add(MEMORY, operator.running().memory(), "MiB");
        collectors.apply(operator.running());
        collectors.rest(operator.running());
        collectors.change(operator.running());
      }
      try (var operator = Operator.start(server)) {
        figures.add(
            "start to ready with all collectors", operator.startedIn().toMillis() / 1e3, "s");
        collectors.startAnew(operator.running());
        collectors.delete(operator.running());
      }
    }
    return figures;
  }

  private void apply(Running operator)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    var services = core("services");
    var configMaps = core("configmaps");
    var before = server.count(configMaps);
    var writes = writes();
    var cpu = operator.cpu();
    var daemons = server.cpu();
    var start = System.nanoTime();
    var requests =
        IntStream.range(0, count)
            .mapToObj(i -> server.request("POST", COLLECTORS, ApiServer.JSON_TYPE, collector(i)))
            .toList();
    var posts = server.send(CONNECTIONS, requests);
    figures.add("all POSTs answered after", seconds(start), "s");
    figures.add("a POST: p50", posts.times().percentile(50), "ms");
    figures.add("a POST: p99", posts.times().percentile(99), "ms");
    figures.count("POSTs refused", posts.wrong());
    await(
        () ->
            server.count(DEPLOYMENTS) >= count
                && server.count(services) >= SERVICES * (long) count
                && server.count(configMaps) >= before + count);
    figures.add(ALL_CHILDREN, seconds(start), "s");
    figures.add(APPLY_CPU, seconds(operator.cpu().minus(cpu)), "s");
    figures.add("CPU of the control plane until then", seconds(server.cpu().minus(daemons)), "s");
    operator.settle();
    figures.add("CPU of the operator until it is at rest", seconds(operator.cpu().minus(cpu)), "s");
    figures.add("writes of children, a collector", (writes() - writes) / (double) count, "");
    figures.add("writes of status, a collector", statusWrites() / (double) count, "");
    figures.add("memory after that", operator.memory(), "MiB");
  }

  private void rest(Running operator) throws IOException, InterruptedException {
    var cpu = operator.cpu();
    var writes = writes() + statusWrites();
    Thread.sleep(AT_REST);
    figures.add(IDLE_CPU, seconds(operator.cpu().minus(cpu)), "s");
    figures.count("writes in that time", writes() + statusWrites() - writes);
    figures.add(IDLE_MEMORY, operator.memory(), "MiB");
  }

  private void change(Running operator)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    var writes = writes();
    var statusWrites = statusWrites();
    var cpu = operator.cpu();
    var start = System.nanoTime();
    var change = "{\"spec\":{\"config\":{\"exporters\":{\"debug\":{\"verbosity\":\"detailed\"}}}}}";
    var requests =
        IntStream.range(0, count)
            .mapToObj(i -> COLLECTORS + "/" + name(i))
            .map(path -> server.request("PATCH", path, "application/merge-patch+json", change))
            .toList();
    var patches = server.send(CONNECTIONS, requests);
    figures.add("all PATCHes answered after", seconds(start), "s");
    figures.count("PATCHes refused", patches.wrong());
    await(
        () ->
            StreamSupport.stream(server.metadata(DEPLOYMENTS).path("items").spliterator(), false)
                .allMatch(it -> it.path("metadata").path("generation").asLong() > 1));
    figures.add(ALL_CHANGED, seconds(start), "s");
    figures.add("CPU of the operator for the change", seconds(operator.cpu().minus(cpu)), "s");
    operator.settle();
    figures.add("memory after the change", operator.memory(), "MiB");
    figures.add(
        "writes of children for the change, a collector", (writes() - writes) / (double) count, "");
    figures.add(
        "writes of status for the change, a collector",
        (statusWrites() - statusWrites) / (double) count,
        "");
  }

  private void startAnew(Running operator) throws IOException, InterruptedException {
    var writes = writes() + statusWrites();
    operator.settle();
    figures.add("CPU of the operator since that start", seconds(operator.cpu()), "s");
    figures.count("writes since that start", writes() + statusWrites() - writes);
    figures.add("memory since that start", operator.memory(), "MiB");
  }

  private void delete(Running operator)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    var cpu = operator.cpu();
    var start = System.nanoTime();
    var requests =
        IntStream.range(0, count)
            .mapToObj(i -> COLLECTORS + "/" + name(i))
            .map(path -> server.request("DELETE", path, ApiServer.JSON_TYPE, ""))
            .toList();
    server.send(CONNECTIONS, requests);
    await(() -> server.count(COLLECTORS) == 0);
    figures.add("all collectors are gone after", seconds(start), "s");
    figures.add("CPU of the operator for that", seconds(operator.cpu().minus(cpu)), "s");
  }

  private long writes() {
    return server.requests("deployments", "")
        + server.requests("services", "")
        + server.requests("configmaps", "")
        + server.requests("serviceaccounts", "");
  }

  private long statusWrites() {
    return server.requests("opentelemetrycollectors", "status");
  }

  /** Asks again, but spends at most a twentieth of the time with asking. */
  private static void await(Question question)
      throws IOException, InterruptedException, TimeoutException {
    var end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < end) {
      var asked = System.nanoTime();
      if (question.isTrue()) {
        return;
      }
      Thread.sleep(Math.max(50, 20 * (System.nanoTime() - asked) / 1_000_000));
    }
    throw new TimeoutException("not all was done within " + LONGEST);
  }

  private interface Question {
    boolean isTrue() throws IOException;
  }

  private static String core(String plural) {
    return "/api/v1/namespaces/" + ApiServer.NAMESPACE + "/" + plural;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  private static String name(int i) {
    return "collector-" + i;
  }

  private static String collector(int i) {
    return """
    {"apiVersion": "opentelemetry.io/v1beta1", "kind": "OpenTelemetryCollector",
     "metadata": {"name": "%s"},
     "spec": {"config": {
       "receivers": {"otlp": {"protocols": {"grpc": {}, "http": {}}}},
       "processors": {"memory_limiter": {"check_interval": "1s", "limit_percentage": 75}, "batch": {}},
       "exporters": {"debug": {}},
       "service": {"pipelines": {
         "traces": {"receivers": ["otlp"], "processors": ["memory_limiter", "batch"], "exporters": ["debug"]},
         "metrics": {"receivers": ["otlp"], "processors": ["memory_limiter", "batch"], "exporters": ["debug"]}}}}}}"""
        .formatted(name(i));
  }
}
