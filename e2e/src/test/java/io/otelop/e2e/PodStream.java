// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Pods that ask for an agent, made one after another; each is only tried, and none is stored. */
final class PodStream implements AutoCloseable {

  private static final int CALLERS = 2;

  private final Lab lab;
  private final String instrumentation;
  private final AtomicInteger made = new AtomicInteger();
  private final Queue<String> failed = new ConcurrentLinkedQueue<>();
  private final List<Thread> callers;
  private volatile boolean isOver;

  private PodStream(Lab lab, String instrumentation) {
    this.lab = lab;
    this.instrumentation = instrumentation;
    callers =
        Stream.generate(() -> Thread.ofVirtual().unstarted(this::makePods)).limit(CALLERS).toList();
  }

  /** Waits until pods get this Instrumentation, and makes them from then on. */
  static PodStream start(Lab lab, String instrumentation) {
    var stream = new PodStream(lab, instrumentation);
    Lab.eventually(() -> assertThat(stream.problem()).isEmpty());
    stream.callers.forEach(Thread::start);
    return stream;
  }

  /** How many were made so far. */
  int made() {
    return made.get();
  }

  /** Ends, and holds that none was refused or left without its agent. */
  void endsWell() throws InterruptedException {
    close();
    for (var caller : callers) {
      caller.join(Duration.ofSeconds(30));
    }
    assertThat(failed).as("of " + made.get()).isEmpty();
  }

  @Override
  public void close() {
    isOver = true;
  }

  private void makePods() {
    while (!isOver) {
      var problem = problem();
      made.incrementAndGet();
      if (!problem.isEmpty()) {
        failed.add(problem);
      }
    }
  }

  private String problem() {
    try {
      return lab.isInjected("instrumentation.opentelemetry.io/inject-sdk", instrumentation)
          ? ""
          : "not injected";
    } catch (KubernetesClientException refused) {
      return String.valueOf(refused.getMessage());
    }
  }
}
