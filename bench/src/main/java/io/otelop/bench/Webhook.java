// SPDX-License-Identifier: Apache-2.0
package io.otelop.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * AdmissionReviews of pods over HTTPS connections that are kept alive, as the API server sends
 * them: pods that get a Java agent, pods that get nothing, and pods whose owner nobody can tell
 * since the API server hangs.
 */
final class Webhook {

  static final String FIRST = "first request after the start";

  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final long MOST = 5_000_000;

  /** Enough that every one of them comes for the first time. */
  private static final int OWNERS = 2_000;

  private final Operator operator;
  private final Figures figures;

  private Webhook(Operator operator, Figures figures) {
    this.operator = operator;
    this.figures = figures;
  }

  /** Measures; the control plane is made for it and removed after it. */
  static Figures measure() throws IOException, InterruptedException, ExecutionException {
    var figures = new Figures("webhook");
    try (var server = ApiServer.start(false)) {
      Reviews.instrumentation(server);
      try (var operator = Operator.start(server)) {
        var webhook = new Webhook(operator, figures);
        var inject = Reviews.request(Reviews.podOf(0, true));
        webhook.first(inject);
        webhook.load("inject, 16 connections", 16, inject, true);
        webhook.load("inject, 1 connection", 1, inject, true);
        var nothing = Reviews.request(Reviews.podOf(0, false));
        webhook.load("nothing to inject, 16 connections", 16, nothing, false);
        webhook.load("nothing to inject, 1 connection", 1, nothing, false);
        figures.add("memory after that", operator.running().memory(), "MiB");
        webhook.withoutApiServer(server);
      }
    }
    return figures;
  }

  private void first(byte[] request) throws IOException {
    var start = System.nanoTime();
    try (var connection = Connection.open(operator.webhooks())) {
      var connected = System.nanoTime();
      var answer = connection.send(request);
      figures.add(FIRST, (System.nanoTime() - connected) / 1e6, "ms");
      figures.add(FIRST + ", with connecting", (System.nanoTime() - start) / 1e6, "ms");
      if (!Reviews.isAllowed(answer, true)) {
        throw new IOException("the first pod was not injected");
      }
    }
  }

  private void load(String name, int connections, byte[] request, boolean isEdited)
      throws IOException, InterruptedException, ExecutionException {
    Connection.Answer right;
    try (var connection = Connection.open(operator.webhooks())) {
      right = connection.send(request);
    }
    if (!Reviews.isAllowed(right, isEdited)) {
      throw new IOException(name + ": the answer is not as it should be");
    }
    Predicate<Connection.Answer> isSame = it -> Arrays.equals(it.body(), right.body());
    var cpu = operator.running().cpu();
    var outcome = run(connections, List.of(request), isSame, WARM_UP, TIME, MOST);
    var used = operator.running().cpu().minus(cpu);
    figures.add(name, outcome);
    figures.add(name + ": CPU of an answer", used.toNanos() / 1e3 / outcome.answers(), "us");
  }

  /** Nothing of the API server moves while this is measured. */
  private void withoutApiServer(ApiServer server)
      throws IOException, InterruptedException, ExecutionException {
    var known =
        IntStream.range(1, OWNERS).mapToObj(i -> Reviews.request(Reviews.podOf(i, true))).toList();
    var unknown =
        IntStream.range(1, OWNERS).mapToObj(i -> Reviews.request(Reviews.podOfUnknown(i))).toList();
    Predicate<Connection.Answer> isInjected = it -> Reviews.isAllowed(it, true);
    server.daemon("kube-apiserver").signal("STOP");
    try {
      figures.add(
          "API server hangs, owner by its name, 16 connections",
          run(16, known, isInjected, Duration.ZERO, TIME, known.size()));
      figures.add(
          "API server hangs, owner unknown, 16 connections",
          run(16, unknown, isInjected, Duration.ZERO, TIME, unknown.size()));
    } finally {
      server.daemon("kube-apiserver").signal("CONT");
    }
  }

  private Load.Outcome run(
      int connections,
      List<byte[]> requests,
      Predicate<Connection.Answer> isRight,
      Duration warmUp,
      Duration time,
      long most)
      throws InterruptedException, ExecutionException {
    return new Load(operator.webhooks(), connections, requests, isRight, warmUp, time, most).run();
  }
}
