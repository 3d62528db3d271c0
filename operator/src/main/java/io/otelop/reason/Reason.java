// SPDX-License-Identifier: Apache-2.0
package io.otelop.reason;

/**
 * Why something did, or did not, happen. Each feature has one enum of them; an enum constant is
 * written in CamelCase because its name is the published code (condition reason, Event reason,
 * metric label) and so may be retired but never renamed.
 */
public interface Reason {

  /**
   * The stable code, as the API conventions of Kubernetes want a condition reason.
   *
   * @return matches {@code [A-Za-z][A-Za-z0-9]*}
   */
  default String code() {
    return name();
  }

  /** The enum constant's name. */
  String name();

  /** What it means, whatever the case. */
  Meaning meaning();

  /** How much it matters. */
  default Severity severity() {
    return meaning().severity();
  }

  /**
   * What a person can do about it, as one sentence without names in it.
   *
   * @return an imperative sentence, or empty where nothing needs doing
   */
  default String remedy() {
    return meaning().remedy();
  }
}
