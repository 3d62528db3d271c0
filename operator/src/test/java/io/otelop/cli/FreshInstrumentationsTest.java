// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.InstrumentationFacts;
import io.otelop.instrumentation.KnownInstrumentations;
import io.otelop.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FreshInstrumentationsTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final InstrumentationFacts FACTS = InstrumentationFacts.of(Settings.defaults());

  private final KnownInstrumentations known = new KnownInstrumentations(FACTS);
  private final List<String> asked = new ArrayList<>();

  @Test
  void findsWhatNoWatchHasToldYet() {
    var fresh =
        new FreshInstrumentations(
            known,
            namespace -> {
              asked.add(namespace);
              return List.of(instrumentation(namespace, "late"));
            },
            FACTS,
            Runnable::run,
            LONG);

    assertThat(fresh.find("shop", "late")).isPresent();
    assertThat(fresh.find("shop", "late")).isPresent();
    assertThat(fresh.in("shop")).hasSize(1);
    assertThat(asked).containsExactly("shop");
  }

  @Test
  void looksAgainForWhatWasNotThere() {
    var there = new ArrayList<Instrumentation>();
    var fresh = new FreshInstrumentations(known, _ -> there, FACTS, Runnable::run, LONG);
    assertThat(fresh.in("shop")).isEmpty();
    assertThat(fresh.find("shop", "late")).isEmpty();

    there.add(instrumentation("shop", "early"));
    assertThat(fresh.in("shop")).hasSize(1);
    assertThat(fresh.find("shop", "late")).isEmpty();

    there.add(instrumentation("shop", "late"));
    assertThat(fresh.find("shop", "late")).isPresent();
  }

  @Test
  void whoAsksWhileOthersAreAnsweredIsNotToldWhatTheySaw() throws Exception {
    var there = new ArrayList<Instrumentation>();
    var reads = new AtomicInteger();
    var isReading = new CountDownLatch(1);
    var goesOn = new CountDownLatch(1);
    var fresh =
        new FreshInstrumentations(
            known,
            _ -> {
              var seen = List.copyOf(there);
              if (reads.incrementAndGet() == 1) {
                isReading.countDown();
                awaitUninterrupted(goesOn);
              }
              return seen;
            },
            FACTS,
            Thread::startVirtualThread,
            LONG);
    var first =
        CompletableFuture.supplyAsync(() -> fresh.find("shop", "late"), Thread::startVirtualThread);
    isReading.await();
    there.add(instrumentation("shop", "late"));

    var others =
        Stream.generate(
                () ->
                    CompletableFuture.supplyAsync(
                        () -> fresh.find("shop", "late"), Thread::startVirtualThread))
            .limit(20)
            .toList();
    goesOn.countDown();

    assertThat(first.get()).isEmpty();
    assertThat(others).allSatisfy(it -> assertThat(it.get()).isPresent());
    assertThat(reads.get()).isLessThanOrEqualTo(3);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void asksNobodyForWhatIsInMemory() {
    known.put(instrumentation("shop", "here"));
    var fresh =
        new FreshInstrumentations(
            known,
            _ -> {
              throw new AssertionError("asked");
            },
            FACTS,
            Runnable::run,
            LONG);

    assertThat(fresh.find("shop", "here")).isPresent();
    assertThat(fresh.in("shop")).hasSize(1);
  }

  @Test
  void doesWithoutAnApiServerThatRefuses() {
    var fresh =
        new FreshInstrumentations(
            known,
            _ -> {
              throw new KubernetesClientException("away");
            },
            FACTS,
            Runnable::run,
            LONG);

    assertThat(fresh.find("shop", "any")).isEmpty();
  }

  @Test
  void doesNotWaitForOneThatDoesNotAnswer() {
    var fresh =
        new FreshInstrumentations(known, _ -> List.of(), FACTS, _ -> {}, Duration.ofMillis(1));

    assertThat(fresh.in("shop")).isEmpty();
  }

  private static Instrumentation instrumentation(String namespace, String name) {
    var instrumentation = new Instrumentation();
    instrumentation.setMetadata(
        new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
    return instrumentation;
  }
}
