// SPDX-License-Identifier: Apache-2.0
package io.otelop.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * Pods made through the API server: as many a second as without any webhook? Blocks of pods that
 * are injected and of pods in a namespace that the webhooks leave out take turns, so that both have
 * the same machine.
 */
final class Pods {

  static final String RATIO = "rate with injection / rate without webhook";

  private static final int CONNECTIONS = 8;
  private static final int ROUNDS = 4;

  /** Webhooks are not called for what is in it. */
  private static final String LEFT_OUT = "kube-system";

  private final ApiServer server;
  private final Operator operator;
  private final byte[] pod;
  private final byte[] podLeftOut;
  private final int count;

  private Pods(ApiServer server, Operator operator, int count) {
    this.server = server;
    this.operator = operator;
    this.count = count;
    this.pod = request(server, ApiServer.NAMESPACE);
    this.podLeftOut = request(server, LEFT_OUT);
  }

  /** What some blocks took in all. */
  private record Sum(List<Load.Outcome> outcomes, Duration ofServer, Duration ofOperator) {

    private static final Sum NONE = new Sum(List.of(), Duration.ZERO, Duration.ZERO);

    Sum plus(Sum other) {
      return new Sum(
          Stream.concat(outcomes.stream(), other.outcomes.stream()).toList(),
          ofServer.plus(other.ofServer),
          ofOperator.plus(other.ofOperator));
    }

    Load.Outcome total() {
      var times = Latencies.of(outcomes.stream().flatMapToLong(it -> it.times().nanos()));
      var seconds = outcomes.stream().mapToDouble(it -> it.times().count() / it.rate()).sum();
      var wrong = outcomes.stream().mapToLong(Load.Outcome::wrong).sum();
      return new Load.Outcome(times.count() / seconds, times, wrong, times.count());
    }
  }

  /** Measures with that many pods a block. */
  static Figures measure(int count) throws IOException, InterruptedException, ExecutionException {
    var figures = new Figures("pods");
    try (var server = ApiServer.start(false)) {
      server.makeAccount(ApiServer.NAMESPACE);
      server.makeAccount(LEFT_OUT);
      Reviews.instrumentation(server);
      try (var operator = Operator.start(server)) {
        new Pods(server, operator, count).measure(figures);
      }
    }
    return figures;
  }

  private void measure(Figures figures)
      throws IOException, InterruptedException, ExecutionException {
    block(podLeftOut);
    figures.add("the first pods with injection", block(pod).total());
    var with = Sum.NONE;
    var without = Sum.NONE;
    for (var round = 0; round < ROUNDS; round++) {
      without = without.plus(block(podLeftOut));
      with = with.plus(block(pod));
    }
    var injected = with.total();
    var plain = without.total();
    figures.add("pods with injection", injected);
    figures.add("pods without webhook", plain);
    figures.add(RATIO, injected.rate() / plain.rate(), "");
    figures.add(
        "time of a pod (p50) with injection / without webhook",
        injected.times().percentile(50) / plain.times().percentile(50),
        "");
    addCpu(figures, "with injection", with, injected.answers());
    addCpu(figures, "without webhook", without, plain.answers());
    figures.add(
        "the same ratio, were the operator's answers for nothing",
        without.ofServer().toNanos() / (double) with.ofServer().toNanos(),
        "");
  }

  private static void addCpu(Figures figures, String which, Sum sum, long pods) {
    figures.add(
        "CPU of the control plane, a pod " + which, sum.ofServer().toNanos() / 1e3 / pods, "us");
    figures.add(
        "CPU of the operator, a pod " + which, sum.ofOperator().toNanos() / 1e3 / pods, "us");
  }

  private Sum block(byte[] request) throws IOException, InterruptedException, ExecutionException {
    var ofServer = server.cpu();
    var ofOperator = operator.running().cpu();
    var outcome =
        new Load(
                server.address(),
                CONNECTIONS,
                List.of(request),
                Connection.Answer::isSuccess,
                Duration.ZERO,
                Duration.ofMinutes(5),
                count)
            .run();
    return new Sum(
        List.of(outcome), server.cpu().minus(ofServer), operator.running().cpu().minus(ofOperator));
  }

  private static byte[] request(ApiServer server, String namespace) {
    var pod = Reviews.podOf(0, true);
    ((ObjectNode) pod.path("metadata")).put("namespace", namespace);
    var path = "/api/v1/namespaces/" + namespace + "/pods";
    return server.request("POST", path, ApiServer.JSON_TYPE, pod.toString());
  }
}
