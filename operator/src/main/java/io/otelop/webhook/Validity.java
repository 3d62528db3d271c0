// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * How long certificates last.
 *
 * @param authority how long an authority may sign and be trusted
 * @param serving how long a server's certificate lasts
 * @param overlap how long a new authority is in the bundle before it signs anything; longer than
 *     the bundle needs to reach every API server
 * @param check how often somebody looks whether anything is due
 */
public record Validity(Duration authority, Duration serving, Duration overlap, Duration check) {

  /** A year, ninety days, and a day in which old and new are both trusted. */
  public static final Validity STANDARD =
      new Validity(
          Duration.ofDays(365), Duration.ofDays(90), Duration.ofDays(1), Duration.ofMinutes(10));

  /** Clocks of two machines differ: a certificate is dated back by this at most. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** A certificate that begins this far ahead was made by a clock that was wrong. */
  private static final Duration WRONG_CLOCK = Duration.ofHours(1);

  /** When a certificate that is made now begins to be valid. */
  Instant begin(Instant now) {
    var little = serving.dividedBy(20);
    return now.minus(little.compareTo(SKEW) < 0 ? little : SKEW);
  }

  /** Whether two thirds of a certificate's time are over. */
  static boolean isDue(X509Certificate certificate, Instant now) {
    var from = certificate.getNotBefore().toInstant();
    var until = certificate.getNotAfter().toInstant();
    return !now.isBefore(from.plus(Duration.between(from, until).multipliedBy(2).dividedBy(3)));
  }

  /** Whether nobody with a right clock accepts a certificate. */
  static boolean isUseless(X509Certificate certificate, Instant now) {
    return now.isAfter(certificate.getNotAfter().toInstant())
        || now.plus(WRONG_CLOCK).isBefore(certificate.getNotBefore().toInstant());
  }
}
