// SPDX-License-Identifier: Apache-2.0
package io.otelop.reason;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Conditions of a status, as the API conventions of Kubernetes want them. */
public final class Conditions {

  /** The API server refuses longer messages. */
  private static final int MAX_MESSAGE = 32_768;

  private Conditions() {}

  /** A condition that has not been merged yet, so without the time of its last change. */
  public static Condition of(
      String type, boolean isTrue, Reason reason, String message, long generation) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(isTrue ? "True" : "False")
        .withReason(reason.code())
        .withMessage(message.substring(0, Math.min(message.length(), MAX_MESSAGE)))
        .withObservedGeneration(generation)
        .build();
  }

  /**
   * The current conditions, each with the time at which its status last changed.
   *
   * @param previous what the status said before
   * @param current without times
   */
  public static List<Condition> merge(
      List<Condition> previous, List<Condition> current, Instant now) {
    return current.stream()
        .map(
            condition ->
                new ConditionBuilder(condition)
                    .withLastTransitionTime(lastTransition(previous, condition, now))
                    .build())
        .toList();
  }

  private static String lastTransition(List<Condition> previous, Condition condition, Instant now) {
    return previous.stream()
        .filter(
            before ->
                before.getType().equals(condition.getType())
                    && before.getStatus().equals(condition.getStatus())
                    && before.getLastTransitionTime() != null)
        .map(Condition::getLastTransitionTime)
        .findFirst()
        .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
