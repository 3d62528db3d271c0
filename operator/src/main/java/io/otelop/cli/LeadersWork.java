// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.javaoperatorsdk.operator.Operator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What only one of several replicas does. It starts at most once, and not after it was stopped. */
final class LeadersWork {

  private static final Logger LOG = LoggerFactory.getLogger(LeadersWork.class);

  private final Operator operator;
  private final Runnable first;
  private boolean isStopped;
  private volatile boolean isRunning;

  /**
   * Work that waits to be started.
   *
   * @param operator reconciles
   * @param first done once before that is said to have begun
   */
  LeadersWork(Operator operator, Runnable first) {
    this.operator = operator;
    this.first = first;
  }

  /** Whether it runs here. */
  boolean isRunning() {
    return isRunning;
  }

  /** Starts it; when this returns, it runs, or was stopped before. */
  synchronized void start() {
    if (isStopped) {
      return;
    }
    operator.start();
    isRunning = true;
    LOG.info("this replica reconciles");
    first.run();
  }

  /** Ends it; when this returns, nothing of it runs. */
  synchronized void stop() {
    isStopped = true;
    isRunning = false;
    operator.stop();
  }
}
