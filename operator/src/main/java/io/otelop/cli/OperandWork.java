// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.otelop.child.ApiKind;
import io.otelop.cluster.ClusterKinds;
import io.otelop.cluster.FirstObject;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller of a kind that not every cluster uses. It runs while this replica leads and the
 * cluster knows the kind, from when there is an object of it: what it watches costs memory. The
 * framework takes no controller once it runs, so that this one has an operator of its own.
 */
final class OperandWork implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OperandWork.class);

  private static final int RETRY_SECONDS = 30;

  private final KubernetesClient client;
  private final ClusterKinds kinds;
  private final ApiKind kind;
  private final Set<String> namespaces;
  private final Supplier<Operator> make;
  private boolean isLeading;
  private boolean isNeeded;
  private @Nullable FirstObject first;
  private volatile @Nullable Operator running;

  /**
   * Nothing runs yet.
   *
   * @param kinds tells of the kind
   * @param namespaces those that are watched; empty for all
   * @param make an operator with that controller, each time a new one
   */
  OperandWork(
      KubernetesClient client,
      ClusterKinds kinds,
      ApiKind kind,
      Set<String> namespaces,
      Supplier<Operator> make) {
    this.client = client;
    this.kinds = kinds;
    this.kind = kind;
    this.namespaces = Set.copyOf(namespaces);
    this.make = make;
    kinds.onChange(this::follow);
  }

  /** Begins, now or as soon as there is something to look after. */
  synchronized void lead() {
    isLeading = true;
    follow();
  }

  /** What runs now. */
  Optional<Operator> running() {
    return Optional.ofNullable(running);
  }

  private synchronized void follow() {
    if (!isLeading || !kinds.known().contains(kind)) {
      end();
    } else if (isNeeded && running == null) {
      begin(make.get());
    } else if (!isNeeded && first == null) {
      first = FirstObject.await(client, kind, namespaces, this::need);
    }
  }

  private synchronized void need() {
    isNeeded = true;
    follow();
  }

  /** A start that fails, such as for a permission that is yet to come, is tried again. */
  private void begin(Operator operator) {
    try {
      operator.start();
      running = operator;
      LOG.atInfo().addKeyValue("kind", kind.kind()).log("looking after the kind");
    } catch (RuntimeException failed) {
      LOG.atError()
          .addKeyValue("kind", kind.kind())
          .setCause(failed)
          .log("the kind cannot be looked after yet");
      operator.stop();
      CompletableFuture.delayedExecutor(RETRY_SECONDS, TimeUnit.SECONDS).execute(this::follow);
    }
  }

  private void end() {
    isNeeded = false;
    if (first != null) {
      first.close();
      first = null;
    }
    if (running != null) {
      running.stop();
      running = null;
      LOG.atInfo().addKeyValue("kind", kind.kind()).log("looking after the kind no more");
    }
  }

  /** Ends it; when this returns, nothing of it runs. */
  @Override
  public synchronized void close() {
    isLeading = false;
    end();
  }
}
