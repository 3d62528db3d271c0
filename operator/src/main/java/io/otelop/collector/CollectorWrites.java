// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.collector.OpenTelemetryCollectorStatus;
import io.otelop.naming.Labels;
import java.net.HttpURLConnection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is written to the custom resource itself: its status, and never its spec. Safe for all
 * threads.
 */
final class CollectorWrites {

  private static final Logger LOG = LoggerFactory.getLogger(CollectorWrites.class);
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(Labels.OPERATOR)
          .withForce(true)
          .build();

  /** What the Go operator put on collectors; the deletion of such a one would wait for it. */
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

  /**
   * Applies a fresh object with only the status, so that nothing else is claimed. The framework's
   * own status update is not used: it takes a change of the spec that arrives meanwhile for its own
   * write, and that change is then never reconciled.
   */
  void status(
      KubernetesClient client,
      OpenTelemetryCollector resource,
      OpenTelemetryCollectorStatus status) {
    var fresh = new OpenTelemetryCollector();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(resource.getMetadata().getNamespace())
            .withName(resource.getMetadata().getName())
            .build());
    fresh.setStatus(status);
    try {
      var now = client.resource(fresh).subresource("status").patch(APPLY);
      written.put(now.getMetadata().getUid(), new Written(version(now), status));
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw refused;
      }
      LOG.atDebug().log("a collector is gone, so its status has no place");
    }
  }

  static void dropFinalizer(KubernetesClient client, OpenTelemetryCollector resource) {
    if (!resource.getMetadata().getFinalizers().contains(COMPATIBLE_FINALIZER)) {
      return;
    }
    try {
      client
          .resource(resource)
          .edit(
              it -> {
                it.getMetadata().getFinalizers().remove(COMPATIBLE_FINALIZER);
                return it;
              });
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw refused;
      }
    }
  }

  private static long version(OpenTelemetryCollector resource) {
    return Long.parseLong(resource.getMetadata().getResourceVersion());
  }
}
