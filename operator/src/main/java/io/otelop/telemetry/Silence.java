// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How long somebody has not answered. A silence that is shorter than a call may take is none. */
final class Silence {

  /** A connection that ends is made anew by the next call. */
  private static final Duration SHORTEST = Duration.ofSeconds(5);

  private final LongSupplier nanos;
  private final Consumer<Duration> ended;
  private final AtomicReference<@Nullable Long> since = new AtomicReference<>();

  /**
   * Nothing was asked yet.
   *
   * @param nanos time that passes
   * @param ended told of each silence when it is over; must return at once
   */
  Silence(LongSupplier nanos, Consumer<Duration> ended) {
    this.nanos = nanos;
    this.ended = ended;
  }

  /** There was an answer. */
  void heard() {
    if (since.get() != null) {
      var began = since.getAndSet(null);
      if (began != null) {
        var length = since(began);
        if (length.compareTo(SHORTEST) >= 0) {
          ended.accept(length);
        }
      }
    }
  }

  /** There was none. */
  void unheard() {
    since.compareAndSet(null, nanos.getAsLong());
  }

  /** How long it has lasted so far. */
  Duration length() {
    var began = since.get();
    return began == null ? Duration.ZERO : since(began);
  }

  private Duration since(long began) {
    return Duration.ofNanos(nanos.getAsLong() - began);
  }
}
