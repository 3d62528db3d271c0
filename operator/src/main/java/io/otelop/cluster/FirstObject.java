// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.otelop.child.ApiKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until there is an object of a kind, with one watch and nothing in memory, so that what
 * looks after the kind need not run on clusters that have none.
 */
public final class FirstObject implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FirstObject.class);

  private static final int RETRY_SECONDS = 10;

  private final KubernetesClient client;
  private final ApiKind kind;
  private final Runnable found;
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final Map<String, Watch> watches = new HashMap<>();

  private FirstObject(KubernetesClient client, ApiKind kind, Runnable found) {
    this.client = client;
    this.kind = kind;
    this.found = found;
  }

  /**
   * Waits from now on; what cannot be watched yet is tried again.
   *
   * @param namespaces in which an object counts; empty for all
   * @param found called at most once, on a thread of its own, when one is there or was already
   */
  public static FirstObject await(
      KubernetesClient client, ApiKind kind, Set<String> namespaces, Runnable found) {
    var first = new FirstObject(client, kind, found);
    (namespaces.isEmpty() ? Set.of("") : namespaces).forEach(first::watch);
    return first;
  }

  /** Without a version to begin at, the API server tells of what is there first. */
  private synchronized void watch(String namespace) {
    if (isOver.get()) {
      return;
    }
    var objects =
        client.genericKubernetesResources(
            new ResourceDefinitionContext.Builder()
                .withGroup(kind.group())
                .withVersion(kind.version())
                .withKind(kind.kind())
                .withPlural(kind.plural())
                .withNamespaced(true)
                .build());
    try {
      var events = new Events(namespace);
      watches.put(
          namespace,
          namespace.isEmpty()
              ? objects.inAnyNamespace().watch(events)
              : objects.inNamespace(namespace).watch(events));
    } catch (KubernetesClientException refused) {
      again(namespace, refused);
    }
  }

  private void again(String namespace, Exception why) {
    LOG.atDebug().addKeyValue("kind", kind.kind()).setCause(why).log("not watched for the moment");
    CompletableFuture.delayedExecutor(RETRY_SECONDS, TimeUnit.SECONDS)
        .execute(() -> watch(namespace));
  }

  /** Ends the waiting; a call that is under way goes on. */
  @Override
  public synchronized void close() {
    isOver.set(true);
    watches.values().forEach(Watch::close);
    watches.clear();
  }

  private final class Events implements Watcher<GenericKubernetesResource> {

    private final String namespace;

    Events(String namespace) {
      this.namespace = namespace;
    }

    @Override
    public void eventReceived(Action action, GenericKubernetesResource object) {
      var isThere = action == Action.ADDED || action == Action.MODIFIED;
      if (isThere && isOver.compareAndSet(false, true)) {
        var _ =
            Thread.startVirtualThread(
                () -> {
                  close();
                  found.run();
                });
      }
    }

    /** The version at which the client would go on is too old, or the client gave up. */
    @Override
    public void onClose(WatcherException cause) {
      again(namespace, cause);
    }
  }
}
