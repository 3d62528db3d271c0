// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.otelop.reason.Severity;

/**
 * One thing that was looked at.
 *
 * @param what it is, such as {@code webhook}
 * @param result INFO for well
 * @param message what was found
 * @param remedy what to do; empty where nothing is
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Check(String what, Severity result, String message, String remedy) {

  static Check well(String what, String message) {
    return new Check(what, Severity.INFO, message, "");
  }

  static Check odd(String what, String message, String remedy) {
    return new Check(what, Severity.WARNING, message, remedy);
  }

  static Check wrong(String what, String message, String remedy) {
    return new Check(what, Severity.ERROR, message, remedy);
  }
}
