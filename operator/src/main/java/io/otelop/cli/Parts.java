// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was started, in order; it is ended in the opposite order, each part whatever another does.
 */
final class Parts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private final Deque<Runnable> ends = new ArrayDeque<>();

  /** Something was started, and this ends it. */
  void started(Runnable end) {
    ends.push(end);
  }

  @Override
  public void close() {
    while (!ends.isEmpty()) {
      try {
        ends.pop().run();
      } catch (RuntimeException fault) {
        // The other parts must end too, and the process with them.
        LOG.atWarn().setCause(fault).log("a part of the operator did not end well");
      }
    }
  }
}
