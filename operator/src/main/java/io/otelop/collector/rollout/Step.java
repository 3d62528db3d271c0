// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.rollout;

/** What may become of a collector as it is wanted. */
public sealed interface Step {

  /** It replaces what runs. */
  record Roll() implements Step {}

  /**
   * It replaces what runs although nothing could check it, because what runs is not lost by that.
   *
   * @param why it was not checked
   */
  record RollUnchecked(String why) implements Step {}

  /**
   * What runs stays.
   *
   * @param reason why
   * @param message the collector's words, or why there are none
   * @param revision hash of the one that is held back
   */
  record Hold(Reason reason, String message, String revision) implements Step {

    /** Why a revision is held back. */
    public enum Reason {
      BEING_CHECKED,
      INVALID,
      NOT_CHECKED
    }
  }
}
