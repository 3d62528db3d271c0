// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.otelop.cluster.MetadataReads.Answer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Reads that are waited for very briefly and whose answers are remembered. Who asks for what is
 * being read waits for the same read, and only until that is {@code patience} old; an answer that
 * comes later serves whoever asks next. Beyond {@link #MAX_READS} reads at a time nothing is asked.
 *
 * @param <K> what is asked for
 */
final class BriefReads<K> {

  private static final int MAX_READS = 64;
  private static final int REMEMBERED = 4_096;

  private final Function<K, CompletableFuture<Answer>> reader;
  private final Function<Answer, Duration> shelfLife;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private final Semaphore permits = new Semaphore(MAX_READS);

  /** Forgets what was asked for longest ago. */
  private final Map<K, Read> reads =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Read> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Read(CompletableFuture<Answer> answer, long began) {}

  /**
   * Nothing is remembered yet.
   *
   * @param reader starts a read; its future always ends well
   * @param shelfLife how long an answer is remembered
   * @param patience how old a read may get while somebody waits
   * @param nanoTime the time, as {@link System#nanoTime()}
   */
  BriefReads(
      Function<K, CompletableFuture<Answer>> reader,
      Function<Answer, Duration> shelfLife,
      Duration patience,
      LongSupplier nanoTime) {
    this.reader = reader;
    this.shelfLife = shelfLife;
    this.patience = patience;
    this.nanoTime = nanoTime;
  }

  /** What is remembered; never waits. */
  Optional<Answer> remembered(K key) {
    synchronized (reads) {
      return Optional.ofNullable(reads.get(key))
          .filter(read -> read.answer().isDone() && isGood(read))
          .map(read -> read.answer().join());
    }
  }

  /** What is remembered, or can be read while patience lasts. */
  Optional<Answer> get(K key) {
    return read(key, false)
        .flatMap(
            read -> {
              var age = nanoTime.getAsLong() - read.began();
              return await(read.answer(), patience.toNanos() - age);
            });
  }

  /** What is true now; waits longer for it, and remembers it. */
  Optional<Answer> refresh(K key, Duration longer) {
    return read(key, true).flatMap(read -> await(read.answer(), longer.toNanos()));
  }

  private Optional<Read> read(K key, boolean isNewWanted) {
    var fresh = new Read(new CompletableFuture<>(), nanoTime.getAsLong());
    synchronized (reads) {
      var known = reads.get(key);
      if (known != null && !isNewWanted && isGood(known)) {
        return Optional.of(known);
      }
      if (!permits.tryAcquire()) {
        return Optional.empty();
      }
      reads.put(key, fresh);
    }
    var _ =
        reader
            .apply(key)
            .thenAccept(
                answer -> {
                  permits.release();
                  fresh.answer().complete(answer);
                });
    return Optional.of(fresh);
  }

  /** What is on its way is good, whenever it began. */
  private boolean isGood(Read read) {
    if (!read.answer().isDone()) {
      return true;
    }
    var age = nanoTime.getAsLong() - read.began();
    return age < shelfLife.apply(read.answer().join()).toNanos();
  }

  private static Optional<Answer> await(CompletableFuture<Answer> answer, long nanos) {
    try {
      return Optional.of(answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS));
    } catch (TimeoutException late) {
      return Optional.empty();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException fault) {
      throw new IllegalStateException("a read must end well", fault);
    }
  }
}
