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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out why the pods of a collector are not ready. No pod is watched: they are read when a
 * collector has been unready for some seconds, and then ever more rarely.
 */
final class Diagnosis {

  private static final Logger LOG = LoggerFactory.getLogger(Diagnosis.class);
  private static final long MOST_PODS = 200;
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration RAREST = Duration.ofMinutes(15);

  private final KubernetesClient client;
  private final MountedObjects objects;

  /** Reads through the given client. */
  Diagnosis(KubernetesClient client, MountedObjects objects) {
    this.client = client;
    this.objects = objects;
  }

  /** Whether a collector that has been unready for so long is worth a look. */
  static boolean isDue(Duration unready) {
    return unready.compareTo(FIRST) >= 0;
  }

  /** When to look again: each look comes after twice the time of the one before. */
  static Duration next(Duration unready) {
    var wait = unready.compareTo(FIRST) < 0 ? FIRST : unready;
    return (wait.compareTo(RAREST) < 0 ? wait : RAREST).plusSeconds(1);
  }

  /** What is wrong, as far as it can be seen; empty where nothing is found. */
  List<Finding> of(EffectiveCollector collector, ObservedWorkload pods) {
    var found = new ArrayList<Finding>();
    for (var reference : Reference.of(collector)) {
      if (objects.look(reference.kind(), collector.namespace(), reference.name())
          == Presence.ABSENT) {
        found.add(
            Finding.of(
                CollectorReason.MissingReference,
                reference.field(),
                reference.name(),
                "names a " + reference.kind() + " that does not exist"));
      }
    }
    if (!pods.failure().isEmpty()) {
      found.add(Finding.of(CollectorReason.PodsFailing, "", "", pods.failure()));
    }
    if (pods.current() > 0) {
      found.addAll(podTroubles(collector));
    }
    return found;
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
