// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.javaoperatorsdk.operator.Operator;
import io.otelop.child.ApiKind;
import io.otelop.cluster.ClusterKinds;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller of target allocators: it runs while this replica leads and the cluster knows the
 * kind, which may come and go. The framework takes no controller once it runs, so that this one has
 * an operator of its own.
 */
final class AllocatorWork implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AllocatorWork.class);

  private static final int RETRY_SECONDS = 30;

  private final ClusterKinds kinds;
  private final Supplier<Operator> make;
  private boolean isLeading;
  private @Nullable Operator running;

  /**
   * Nothing runs yet.
   *
   * @param make an operator with that controller, each time a new one
   */
  AllocatorWork(ClusterKinds kinds, Supplier<Operator> make) {
    this.kinds = kinds;
    this.make = make;
    kinds.onChange(this::follow);
  }

  /** Begins, now or as soon as the cluster knows the kind. */
  synchronized void lead() {
    isLeading = true;
    follow();
  }

  private synchronized void follow() {
    var isWanted = isLeading && kinds.known().contains(ApiKind.TARGET_ALLOCATOR);
    if (isWanted && running == null) {
      begin(make.get());
    } else if (!isWanted && running != null) {
      running.stop();
      running = null;
      LOG.info("the cluster knows no target allocators any more");
    }
  }

  /** A start that fails, such as for a permission that is yet to come, is tried again. */
  private void begin(Operator operator) {
    try {
      operator.start();
      running = operator;
      LOG.info("looking after target allocators");
    } catch (RuntimeException failed) {
      LOG.atError().setCause(failed).log("target allocators cannot be looked after yet");
      operator.stop();
      CompletableFuture.delayedExecutor(RETRY_SECONDS, TimeUnit.SECONDS).execute(this::follow);
    }
  }

  /** Ends it; when this returns, nothing of it runs. */
  @Override
  public synchronized void close() {
    isLeading = false;
    if (running != null) {
      running.stop();
      running = null;
    }
  }
}
