// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees jumps of the machine's clock, which end certificates early or let them begin late: the clock
 * is held against the time that passed.
 */
final class ClockWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /** Less is how a clock is put right by and by, or how long a machine may be too busy to look. */
  private static final Duration TOLERATED = Duration.ofSeconds(5);

  private final Clock clock;
  private final LongSupplier passed;
  private final Consumer<Duration> listener;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("clock-watch").factory());
  private Instant last;
  private long lastPassed;

  /**
   * Looks when it is told to.
   *
   * @param clock of the machine
   * @param passed nanoseconds that only grow, at their own pace
   * @param listener told by how much the clock jumped; backwards is negative
   */
  ClockWatch(Clock clock, LongSupplier passed, Consumer<Duration> listener) {
    this.clock = clock;
    this.passed = passed;
    this.listener = listener;
    last = clock.instant();
    lastPassed = passed.getAsLong();
  }

  /** Looks every few seconds from now on. */
  static ClockWatch start(Clock clock, Consumer<Duration> listener) {
    var watch = new ClockWatch(clock, System::nanoTime, listener);
    var pause = INTERVAL.toMillis();
    var _ = watch.timer.scheduleWithFixedDelay(watch::look, pause, pause, TimeUnit.MILLISECONDS);
    return watch;
  }

  /** Compares with what was there when it looked last. */
  synchronized void look() {
    var now = clock.instant();
    var nowPassed = passed.getAsLong();
    var jump = Duration.between(last, now).minusNanos(nowPassed - lastPassed);
    last = now;
    lastPassed = nowPassed;
    if (jump.abs().compareTo(TOLERATED) > 0) {
      LOG.atWarn().addKeyValue("seconds", jump.toSeconds()).log("the clock jumped");
      try {
        listener.accept(jump);
      } catch (RuntimeException fault) {
        // The edge of this thread: a fault must not end the timer.
        LOG.atWarn().setCause(fault).log("the jump of the clock could not be dealt with");
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
