// SPDX-License-Identifier: Apache-2.0
package io.otelop.bench;

import java.util.Arrays;
import java.util.stream.LongStream;

/** How long each of many requests took. */
final class Latencies {

  /** The shortest first. */
  private final long[] nanos;

  private Latencies(long[] nanos) {
    this.nanos = nanos;
  }

  static Latencies of(LongStream nanos) {
    return new Latencies(nanos.sorted().toArray());
  }

  LongStream nanos() {
    return Arrays.stream(nanos);
  }

  int count() {
    return nanos.length;
  }

  /** In milliseconds. */
  double percentile(double percent) {
    if (nanos.length == 0) {
      return Double.NaN;
    }
    var at = (int) Math.ceil(percent / 100 * nanos.length) - 1;
    return nanos[Math.clamp(at, 0, nanos.length - 1)] / 1e6;
  }
}
