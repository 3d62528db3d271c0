// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.cluster.OwnedObjects;
import io.otelop.cluster.OwnedObjects.Owner;
import io.otelop.collector.child.SidecarObjects;
import io.otelop.collector.sidecar.Sidecar;
import io.otelop.pod.PodFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what sidecars need beside their pods while these are let in. A config is there before the
 * pod is, or the pod comes without the sidecar; permissions are given a moment later, and the
 * collector asks again until it has them. What was made carries the time of its last use, which is
 * renewed at most every {@link #TERM}, so that {@link SidecarUpkeep} removes nothing that a pod on
 * its way in counts on. Every replica does this.
 */
public final class SidecarProvision implements SidecarNeeds, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SidecarProvision.class);

  /** How long a pod counts on what was made for another one. */
  static final Duration TERM = Duration.ofMinutes(5);

  /** How long a pod waits for its config, of the three seconds that the API server gives us. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final int TRIES = 5;

  private final KubernetesClient client;
  private final OwnedObjects owned;
  private final Clock clock;
  private final Map<Config, CompletableFuture<Boolean>> configs = new ConcurrentHashMap<>();
  private final Map<Place, Instant> written = new ConcurrentHashMap<>();
  private final Set<Account> accounts = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sidecar-provision").factory());

  /** Where a collector has its config, whatever it says. */
  private record Place(String uid, String namespace) {}

  /** A config of a collector, in a namespace that has pods with it. */
  private record Config(Place place, long generation) {}

  /** Pods of the collector's own namespace that have the collector as a sidecar. */
  private record Account(String uid, long generation, String name) {}

  /** Does nothing before it is asked. */
  public SidecarProvision(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
    owned = new OwnedObjects(client);
    var _ =
        worker.scheduleWithFixedDelay(
            this::forget, TERM.toMillis(), TERM.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public boolean meet(Sidecar sidecar, PodFacts pod) {
    if (sidecar.isGranted(pod)) {
      var name = pod.pod().path("spec").path("serviceAccountName").asText("default");
      if (accounts.add(new Account(sidecar.collector().uid(), sidecar.generation(), name))) {
        later(() -> grant(sidecar.collector(), name, TRIES), 0);
      }
    }
    return !sidecar.collector().readsConfigMap() || isThere(sidecar, pod.namespace());
  }

  private boolean isThere(Sidecar sidecar, String namespace) {
    var place = new Place(sidecar.collector().uid(), namespace);
    var use = new Config(place, sidecar.generation());
    var write =
        configs.computeIfAbsent(
            use,
            _ ->
                CompletableFuture.supplyAsync(
                    () -> isWritten(sidecar.collector(), namespace), SidecarProvision::run));
    try {
      if (write.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
    } catch (TimeoutException | ExecutionException late) {
      LOG.atWarn()
          .setCause(late)
          .addKeyValue("namespace", namespace)
          .addKeyValue("collector", sidecar.fullName())
          .log("the config of a sidecar was not written in time");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    configs.remove(use, write);
    return isFresh(written.get(place));
  }

  /** What was written a while ago is there still, for nobody removes it so soon. */
  private boolean isFresh(@Nullable Instant time) {
    return time != null && clock.instant().isBefore(time.plus(TERM.multipliedBy(2)));
  }

  /** Whatever it waits for: an admission has no thread of its own to lose. */
  private static void run(Runnable task) {
    Thread.ofVirtual().name("sidecar-config").start(task);
  }

  private boolean isWritten(EffectiveCollector collector, String namespace) {
    var now = clock.instant();
    var config = SidecarObjects.config(collector, namespace, now);
    var place = new Place(collector.uid(), namespace);
    if (owned.sync(owner(collector), List.of(config), List.of()).foreign().isEmpty()) {
      written.put(place, now);
      return true;
    }
    written.remove(place);
    return false;
  }

  private void grant(EffectiveCollector collector, String account, int tries) {
    try {
      if (isBound(collector, account)) {
        return;
      }
    } catch (KubernetesClientException refused) {
      LOG.atWarn()
          .setCause(refused)
          .addKeyValue("namespace", collector.namespace())
          .addKeyValue("collector", collector.name())
          .addKeyValue("serviceAccount", account)
          .log("the permissions of a sidecar could not be given");
    }
    if (tries > 1) {
      later(() -> grant(collector, account, tries - 1), TRIES - tries + 1L);
    }
  }

  /** A role that is not there yet is on its way; one of somebody else is bound to nobody. */
  private boolean isBound(EffectiveCollector collector, String account) {
    var owner = owner(collector);
    var usual = client.rbac().clusterRoles().withName(collector.clusterRole()).get();
    var named = OwnedObjects.isForeign(usual, owner) ? collector.withOwnClusterNames() : collector;
    var desired =
        SidecarObjects.bindings(named, account, clock.instant()).stream()
            .filter(
                binding -> {
                  var role = role(binding);
                  return role != null && !OwnedObjects.isForeign(role, owner);
                })
            .toList();
    owned.sync(owner, desired, List.of());
    return desired.size() == collector.grants().size();
  }

  private @Nullable HasMetadata role(HasMetadata binding) {
    return switch (binding) {
      case ClusterRoleBinding it ->
          client.rbac().clusterRoles().withName(it.getRoleRef().getName()).get();
      case RoleBinding it ->
          client
              .rbac()
              .roles()
              .inNamespace(it.getMetadata().getNamespace())
              .withName(it.getRoleRef().getName())
              .get();
      default -> null;
    };
  }

  /** No owner reference reaches another namespace, so the annotation stands for it everywhere. */
  static Owner owner(EffectiveCollector collector) {
    return new Owner(collector.uid(), collector.fullName());
  }

  private void forget() {
    configs.clear();
    written.values().removeIf(time -> !isFresh(time));
    accounts.clear();
  }

  private void later(Runnable task, long seconds) {
    try {
      var _ = worker.schedule(task, seconds, TimeUnit.SECONDS);
    } catch (RejectedExecutionException stopping) {
      LOG.debug("permissions of a sidecar wanted while stopping");
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
