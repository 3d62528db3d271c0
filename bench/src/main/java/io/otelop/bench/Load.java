// SPDX-License-Identifier: Apache-2.0
package io.otelop.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * Requests as fast as they are answered, over a number of connections that each wait for an answer
 * before they send again. Answers of the warming up do not count.
 *
 * @param target where
 * @param connections how many at one time
 * @param requests whole ones, in turn
 * @param isRight whether an answer is what it should be
 * @param warmUp before it counts
 * @param time for which it counts
 * @param most requests in all, so that it ends
 */
record Load(
    InetSocketAddress target,
    int connections,
    List<byte[]> requests,
    Predicate<Connection.Answer> isRight,
    Duration warmUp,
    Duration time,
    long most) {

  /**
   * What came of it.
   *
   * @param rate answers a second
   * @param times of each answer
   * @param wrong answers that were not as they should be
   * @param answers all of them, those of the warming up too
   */
  record Outcome(double rate, Latencies times, long wrong, long answers) {}

  private record Share(LongStream nanos, long wrong) {}

  /** Runs it to its end. */
  Outcome run() throws InterruptedException, ExecutionException {
    var next = new AtomicLong();
    var start = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(connections)) {
      var shares = new ArrayList<Future<Share>>();
      for (var i = 0; i < connections; i++) {
        shares.add(threads.submit(() -> share(next, start)));
      }
      var nanos = LongStream.empty();
      var wrong = 0L;
      for (var share : shares) {
        nanos = LongStream.concat(nanos, share.get().nanos());
        wrong += share.get().wrong();
      }
      var took = System.nanoTime() - start - warmUp.toNanos();
      var times = Latencies.of(nanos);
      return new Outcome(times.count() / (took / 1e9), times, wrong, Math.min(next.get(), most));
    }
  }

  private Share share(AtomicLong next, long start) {
    var counted = start + warmUp.toNanos();
    var end = counted + time.toNanos();
    var nanos = new long[1 << 16];
    var count = 0;
    var wrong = 0L;
    try (var connection = Connection.open(target)) {
      for (var before = System.nanoTime(); before < end; ) {
        var turn = next.getAndIncrement();
        if (turn >= most) {
          break;
        }
        var answer = connection.send(requests.get((int) (turn % requests.size())));
        var after = System.nanoTime();
        if (!isRight.test(answer)) {
          wrong++;
        }
        if (before >= counted) {
          if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
          }
          nanos[count++] = after - before;
        }
        before = after;
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return new Share(Arrays.stream(nanos, 0, count), wrong);
  }
}
