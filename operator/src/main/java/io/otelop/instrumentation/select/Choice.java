// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.select;

import io.otelop.reason.Finding;

/**
 * What was found, or why nothing was.
 *
 * @param <T> what was looked for
 */
public sealed interface Choice<T> {

  /** It is this. */
  record Found<T>(T value) implements Choice<T> {}

  /** There is none. */
  record Missing<T>(Finding finding) implements Choice<T> {}

  /** There is none. */
  static <T> Choice<T> missing(Finding finding) {
    return new Missing<>(finding);
  }
}
