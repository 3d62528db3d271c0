// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

/** Who may read what a server shows. */
@FunctionalInterface
public interface Readers {

  /**
   * What a caller gets.
   *
   * @param token that the caller showed; empty for none
   * @return 200 for one who may read, 401 for one whom nobody knows, 403 for others, 503 where it
   *     cannot be told
   */
  int answer(String token);
}
