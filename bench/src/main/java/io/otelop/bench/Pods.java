// SPDX-License-Identifier: Apache-2.0
package io.otelop.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Pods made through the API server: as many a second as without any webhook? Blocks with the
 * operator and without it take turns, so that both have the same machine.
 */
final class Pods {

  static final String RATIO = "rate with injection / rate without webhook";

  private static final int CONNECTIONS = 8;
  private static final int ROUNDS = 4;
  private static final String PODS = "/api/v1/namespaces/" + ApiServer.NAMESPACE + "/pods";

  private Pods() {}

  /** Measures with that many pods a block. */
  static Figures measure(int count) throws IOException, InterruptedException, ExecutionException {
    var figures = new Figures("pods");
    try (var server = ApiServer.start(false)) {
      server.makeAccount();
      Reviews.instrumentation(server);
      var pod =
          server.request("POST", PODS, ApiServer.JSON_TYPE, Reviews.podOf(0, true).toString());
      block(server, pod, count);
      var with = new ArrayList<Load.Outcome>();
      var without = new ArrayList<Load.Outcome>();
      for (var round = 0; round < ROUNDS; round++) {
        try (var operator = Operator.start(server)) {
          block(server, pod, count / 10);
          with.add(block(server, pod, count));
          operator.running().settle();
        }
        block(server, pod, count / 10);
        without.add(block(server, pod, count));
      }
      figures.add("pods with injection", total(with));
      figures.add("pods without webhook", total(without));
      figures.add(RATIO, total(with).rate() / total(without).rate(), "");
      var times = total(with).times().percentile(50) / total(without).times().percentile(50);
      figures.add("time of a pod (p50) with injection / without webhook", times, "");
    }
    return figures;
  }

  private static Load.Outcome block(ApiServer server, byte[] pod, int count)
      throws InterruptedException, ExecutionException {
    return new Load(
            server.address(),
            CONNECTIONS,
            List.of(pod),
            Connection.Answer::isSuccess,
            Duration.ZERO,
            Duration.ofMinutes(5),
            Math.max(1, count))
        .run();
  }

  private static Load.Outcome total(List<Load.Outcome> blocks) {
    var times = Latencies.of(blocks.stream().flatMapToLong(it -> it.times().nanos()));
    var seconds = blocks.stream().mapToDouble(it -> it.times().count() / it.rate()).sum();
    var wrong = blocks.stream().mapToLong(Load.Outcome::wrong).sum();
    return new Load.Outcome(times.count() / seconds, times, wrong, times.count());
  }
}
