// SPDX-License-Identifier: Apache-2.0
package io.otelop.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Does the operator's memory grow with the pods of the cluster? It is started beside few pods and
 * beside many, in turn, so that both have the same machine; the pods are on no node, ask for an
 * agent, and belong to the same workloads.
 */
final class PodMemory {

  /** Pods that are many where nobody says how many. */
  static final int MANY = 10_000;

  static final String RATIO = "memory with many pods / with few";

  private static final int FEW = 10;
  private static final int WORKLOADS = 10;
  private static final int CONNECTIONS = 4;
  private static final int ROUNDS = 3;
  private static final String PODS = "/api/v1/namespaces/" + ApiServer.NAMESPACE + "/pods";

  /** The operator counts the pods every half minute in a small cluster. */
  private static final Duration SOME_COUNTS = Duration.ofSeconds(70);

  private static final Duration LONGEST = Duration.ofMinutes(5);

  private PodMemory() {}

  /** Measures with so many pods; the control plane is made for it and removed after it. */
  static Figures measure(int many)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    var figures = new Figures(many == MANY ? "memory" : "memory-" + many);
    try (var server = ApiServer.start(false)) {
      server.makeAccount(ApiServer.NAMESPACE);
      Reviews.instrumentation(server);
      var withFew = new ArrayList<Double>();
      var withMany = new ArrayList<Double>();
      for (var round = 0; round < ROUNDS; round++) {
        make(server, FEW);
        withFew.add(memory(server));
        make(server, many - FEW);
        withMany.add(memory(server));
        clear(server);
      }
      figures.add("memory with " + FEW + " pods", median(withFew), "MiB");
      figures.add("memory with " + many + " pods", median(withMany), "MiB");
      figures.add("the most of " + ROUNDS + " times with few", Collections.max(withFew), "MiB");
      figures.add("the most of " + ROUNDS + " times with many", Collections.max(withMany), "MiB");
      figures.add(RATIO, median(withMany) / median(withFew), "");
    }
    return figures;
  }

  private static void make(ApiServer server, int count)
      throws IOException, InterruptedException, ExecutionException {
    var before = server.count(PODS);
    var requests =
        IntStream.range(0, count)
            .mapToObj(i -> Reviews.podOf(i % WORKLOADS, true).toString())
            .map(pod -> server.request("POST", PODS, ApiServer.JSON_TYPE, pod))
            .toList();
    var outcome = server.send(CONNECTIONS, requests);
    if (outcome.wrong() > 0 || server.count(PODS) != before + count) {
      throw new IOException(outcome.wrong() + " of " + count + " pods were refused");
    }
  }

  /** Of an operator that has counted the pods and is at rest. */
  private static double memory(ApiServer server) throws IOException, InterruptedException {
    try (var operator = Operator.start(server)) {
      operator.running().settle();
      Thread.sleep(SOME_COUNTS);
      operator.running().settle();
      return operator.running().memory();
    }
  }

  private static void clear(ApiServer server)
      throws IOException, InterruptedException, TimeoutException {
    server.client().pods().inNamespace(ApiServer.NAMESPACE).withGracePeriod(0).delete();
    var end = System.nanoTime() + LONGEST.toNanos();
    while (server.count(PODS) > 0) {
      if (System.nanoTime() > end) {
        throw new TimeoutException("the pods do not go");
      }
      Thread.sleep(Duration.ofMillis(200));
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
