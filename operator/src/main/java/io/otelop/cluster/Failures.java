// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

/**
 * How a reconcile is tried again that has failed: for ever, since what the API server refuses today
 * - a quota that is full, a permission that is missing - it may take tomorrow, and no event tells.
 */
public final class Failures {

  /** As a number of attempts. */
  public static final int TRIED_FOR_EVER = -1;

  /** The longest time between two attempts. */
  public static final long RAREST_MILLIS = 120_000;

  private Failures() {}
}
