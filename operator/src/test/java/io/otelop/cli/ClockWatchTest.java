// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.testing.MovedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

  private final List<Duration> jumps = new ArrayList<>();
  private final MovedClock clock = new MovedClock(Instant.parse("2026-01-02T03:04:05Z"));
  private long passed;

  @Test
  void tellsOfJumpsAndOfNothingElse() {
    try (var watch = new ClockWatch(clock, () -> passed, jumps::add)) {
      pass(Duration.ofSeconds(10), Duration.ofSeconds(10));
      watch.look();
      pass(Duration.ofHours(2), Duration.ofHours(2).plusSeconds(4));
      watch.look();
      assertThat(jumps).isEmpty();

      pass(Duration.ofSeconds(10), Duration.ofDays(400));
      watch.look();
      pass(Duration.ofSeconds(10), Duration.ofDays(-400));
      watch.look();
      pass(Duration.ofSeconds(10), Duration.ofSeconds(10));
      watch.look();
    }
    assertThat(jumps)
        .containsExactly(
            Duration.ofDays(400).minusSeconds(10), Duration.ofDays(-400).minusSeconds(10));
  }

  @Test
  void goesOnAfterAListenerThatFails() {
    try (var watch =
        new ClockWatch(
            clock,
            () -> passed,
            jump -> {
              jumps.add(jump);
              throw new IllegalStateException("no");
            })) {
      pass(Duration.ZERO, Duration.ofHours(1));
      watch.look();
      pass(Duration.ZERO, Duration.ofHours(1));
      watch.look();
    }
    assertThat(jumps).hasSize(2);
  }

  private void pass(Duration time, Duration onTheClock) {
    passed += time.toNanos();
    clock.move(onTheClock);
  }
}
