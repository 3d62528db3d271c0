// SPDX-License-Identifier: Apache-2.0
package io.otelop.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. */
public final class MovedClock extends Clock {

  private volatile Instant now;

  /** Stands at a time. */
  public MovedClock(Instant now) {
    this.now = now;
  }

  /** Goes forward, or back where the time is negative. */
  public void move(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
