// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.cluster.CompatibleFinalizers;
import io.otelop.cluster.StatusWrites;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.collector.OpenTelemetryCollectorStatus;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What is written to the custom resource itself: its status, and never its spec. Safe for all
 * threads.
 */
final class CollectorWrites {

  private static final String COMPATIBLE_FINALIZER =
      "opentelemetrycollector.opentelemetry.io/finalizer";

  private record Written(long version, OpenTelemetryCollectorStatus status) {}

  /** By the uid of the custom resource: what was written last. */
  private final ConcurrentMap<String, Written> written = new ConcurrentHashMap<>();

  /**
   * A custom resource with the status that was written last, where a cache that is behind still has
   * an older one: what follows from the status would else be decided twice.
   *
   * @param cached is not changed
   */
  OpenTelemetryCollector withNewestStatus(OpenTelemetryCollector cached) {
    var last = written.get(cached.getMetadata().getUid());
    if (last == null || last.version() <= version(cached)) {
      return cached;
    }
    var newest = new OpenTelemetryCollector();
    newest.setMetadata(cached.getMetadata());
    newest.setSpec(cached.getSpec());
    newest.setStatus(last.status());
    return newest;
  }

  /** Forgets a custom resource that is gone. */
  void forget(OpenTelemetryCollector resource) {
    written.remove(resource.getMetadata().getUid());
  }

  /** Writes the status. */
  void status(
      KubernetesClient client,
      OpenTelemetryCollector resource,
      OpenTelemetryCollectorStatus status) {
    StatusWrites.apply(client, resource, new OpenTelemetryCollector(), status)
        .ifPresent(
            now -> written.put(now.getMetadata().getUid(), new Written(version(now), status)));
  }

  static void dropFinalizer(KubernetesClient client, OpenTelemetryCollector resource) {
    CompatibleFinalizers.drop(client, resource, COMPATIBLE_FINALIZER);
  }

  private static long version(OpenTelemetryCollector resource) {
    return Long.parseLong(resource.getMetadata().getResourceVersion());
  }
}
