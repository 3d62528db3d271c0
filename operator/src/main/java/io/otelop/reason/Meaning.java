// SPDX-License-Identifier: Apache-2.0
package io.otelop.reason;

/**
 * What a reason means to the person who reads it, whatever the case.
 *
 * @param severity how much it matters
 * @param remedy what a person can do about it, as one imperative sentence without names in it;
 *     empty where nothing needs doing
 */
public record Meaning(Severity severity, String remedy) {

  /** Nothing is wrong and nothing needs doing. */
  public static Meaning info() {
    return info("");
  }

  /** Nothing is wrong, and who wants it otherwise can do this. */
  public static Meaning info(String remedy) {
    return new Meaning(Severity.INFO, remedy);
  }

  /** It works, but not in the way that was asked for. */
  public static Meaning warning(String remedy) {
    return new Meaning(Severity.WARNING, remedy);
  }

  /** What was asked for did not happen. */
  public static Meaning error(String remedy) {
    return new Meaning(Severity.ERROR, remedy);
  }
}
