// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.cluster.MountedObjects;
import io.otelop.cluster.MountedObjects.Presence;
import io.otelop.reason.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out why the pods of a collector are not ready, or have nothing to do. No pod is watched:
 * they are read when a collector has been unready for some seconds, and then ever more rarely.
 */
final class Diagnosis {

  private static final Logger LOG = LoggerFactory.getLogger(Diagnosis.class);
  private static final long MOST_PODS = 200;
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration RAREST = Duration.ofMinutes(15);
  private static final Duration WHILE_MISSING = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final MountedObjects objects;

  /** Reads through the given client. */
  Diagnosis(KubernetesClient client, MountedObjects objects) {
    this.client = client;
    this.objects = objects;
  }

  /**
   * What a look at a collector came to.
   *
   * @param found what is wrong, as far as it can be seen
   * @param next when to look again, if nothing happens before
   */
  record Look(List<Finding> found, Optional<Duration> next) {

    Look {
      found = List.copyOf(found);
    }
  }

  /**
   * Looks where something may be wrong.
   *
   * @param pods what the cluster says of the collector's pods, if there is a workload
   * @param unready for how long it has not been ready
   */
  Look look(EffectiveCollector collector, Optional<ObservedWorkload> pods, Duration unready) {
    var failing =
        collector.hasWorkload()
            ? pods.filter(it -> !it.isReady())
            : Optional.<ObservedWorkload>empty();
    if (failing.isPresent()) {
      var isDue = unready.compareTo(FIRST) >= 0;
      return new Look(
          isDue ? of(collector, failing.get()) : missing(allocator(collector), collector),
          Optional.of(next(unready)));
    }
    // Pods that are ready do not tell that nobody gives them targets.
    var allocator = allocator(collector);
    if (allocator.isEmpty()) {
      return new Look(List.of(), Optional.empty());
    }
    var missing = missing(allocator, collector);
    return new Look(missing, Optional.of(missing.isEmpty() ? RAREST : WHILE_MISSING));
  }

  /** Each look comes after twice the time of the one before. */
  private static Duration next(Duration unready) {
    var wait = unready.compareTo(FIRST) < 0 ? FIRST : unready;
    return (wait.compareTo(RAREST) < 0 ? wait : RAREST).plusSeconds(1);
  }

  private List<Finding> of(EffectiveCollector collector, ObservedWorkload pods) {
    var found = new ArrayList<>(missing(Reference.of(collector), collector));
    if (!pods.failure().isEmpty()) {
      found.add(Finding.of(CollectorReason.PodsFailing, "", "", pods.failure()));
    }
    if (pods.current() > 0) {
      found.addAll(podTroubles(collector));
    }
    return found;
  }

  private static List<Reference> allocator(EffectiveCollector collector) {
    return Reference.allocator(collector).stream().toList();
  }

  private List<Finding> missing(List<Reference> references, EffectiveCollector collector) {
    return references.stream()
        .filter(it -> objects.look(it.kind(), collector.namespace(), it.name()) == Presence.ABSENT)
        .map(
            it ->
                Finding.of(
                    CollectorReason.MissingReference,
                    it.field(),
                    it.name(),
                    "names a " + it.kind() + " that does not exist"))
        .toList();
  }

  private List<Finding> podTroubles(EffectiveCollector collector) {
    try {
      return PodTroubles.of(
          client
              .pods()
              .inNamespace(collector.namespace())
              .withLabels(collector.selector())
              .list(new ListOptionsBuilder().withLimit(MOST_PODS).build())
              .getItems());
    } catch (KubernetesClientException unread) {
      LOG.atDebug()
          .setCause(unread)
          .addKeyValue("namespace", collector.namespace())
          .addKeyValue("name", collector.name())
          .log("pods were not read");
      return List.of();
    }
  }
}
