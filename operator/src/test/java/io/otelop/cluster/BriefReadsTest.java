// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.cluster.MetadataReads.Answer;
import io.otelop.cluster.MetadataReads.Answer.Absent;
import io.otelop.cluster.MetadataReads.Answer.Found;
import io.otelop.cluster.MetadataReads.Answer.Unread;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is read, waited for and remembered; time stands still unless a test moves it. */
class BriefReadsTest {

  private static final Duration LONG = Duration.ofSeconds(1);
  private static final Answer FOUND = new Found("u", List.of());

  private final AtomicLong nanoTime = new AtomicLong();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private CompletableFuture<Answer> answer = new CompletableFuture<>();

  @Test
  void anAnswerIsReadOnceAndRememberedForItsTime() {
    var reads = reads(Duration.ofMillis(1));
    answer.complete(FOUND);
    assertThat(reads.remembered("a")).isEmpty();
    assertThat(reads.get("a")).contains(FOUND);
    assertThat(reads.get("a")).contains(FOUND);
    assertThat(reads.remembered("a")).contains(FOUND);
    assertThat(asked).containsExactly("a");

    nanoTime.addAndGet(LONG.toNanos());
    assertThat(reads.remembered("a")).isEmpty();
    assertThat(reads.get("a")).contains(FOUND);
    assertThat(asked).containsExactly("a", "a");
  }

  @Test
  void aLateAnswerServesWhoAsksNext() {
    var reads = reads(Duration.ofMillis(1));
    assertThat(reads.get("a")).isEmpty();
    assertThat(reads.get("a")).isEmpty();
    answer.complete(FOUND);
    assertThat(reads.get("a")).contains(FOUND);
    assertThat(asked).containsExactly("a");
  }

  @Test
  void aReadThatIsOldIsNotWaitedForAgain() {
    var reads = reads(Duration.ofDays(1));
    nanoTime.set(1);
    var _ = Thread.startVirtualThread(() -> reads.get("a"));
    while (asked.isEmpty()) {
      Thread.onSpinWait();
    }
    nanoTime.addAndGet(Duration.ofDays(1).toNanos());
    assertThat(reads.get("a")).isEmpty();
  }

  @Test
  void failuresAreForgottenSooner() {
    var reads = reads(Duration.ofMillis(1));
    answer.complete(new Unread(503));
    assertThat(reads.get("a")).contains(new Unread(503));
    nanoTime.addAndGet(LONG.toNanos() / 10);
    answer = CompletableFuture.completedFuture(FOUND);
    assertThat(reads.get("a")).contains(FOUND);
  }

  @Test
  void whoWantsToKnowBetterReadsAgainForAll() {
    var reads = reads(Duration.ofMillis(1));
    answer.complete(new Absent());
    assertThat(reads.get("a")).contains(new Absent());
    answer = CompletableFuture.completedFuture(FOUND);
    assertThat(reads.refresh("a", LONG)).contains(FOUND);
    assertThat(reads.get("a")).contains(FOUND);
    assertThat(asked).hasSize(2);
  }

  @Test
  void moreThanSomeReadsAtATimeAreNotBegun() {
    var reads = reads(Duration.ZERO);
    for (var i = 0; i < 100; i++) {
      assertThat(reads.get("key" + i)).isEmpty();
    }
    assertThat(asked).hasSize(64);
    answer.complete(FOUND);
    assertThat(reads.get("key99")).contains(FOUND);
  }

  @Test
  void onlySoMuchIsRemembered() {
    var reads = reads(Duration.ofMillis(1));
    answer.complete(FOUND);
    for (var i = 0; i < 5_000; i++) {
      assertThat(reads.get("key" + i)).isPresent();
    }
    assertThat(reads.remembered("key0")).isEmpty();
    assertThat(reads.remembered("key4999")).isPresent();
  }

  private BriefReads<String> reads(Duration patience) {
    return new BriefReads<>(
        key -> {
          asked.add(key);
          return answer;
        },
        it -> it instanceof Unread ? LONG.dividedBy(10) : LONG,
        patience,
        nanoTime::get);
  }
}
