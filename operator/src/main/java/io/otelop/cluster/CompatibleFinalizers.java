// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** What the Go operator put on custom resources; the deletion of such a one would wait for it. */
public final class CompatibleFinalizers {

  private CompatibleFinalizers() {}

  /** Takes a finalizer away where it is there, and does nothing where the resource is gone. */
  public static void drop(KubernetesClient client, HasMetadata resource, String finalizer) {
    if (!resource.getMetadata().getFinalizers().contains(finalizer)) {
      return;
    }
    try {
      client
          .resource(resource)
          .edit(
              it -> {
                it.getMetadata().getFinalizers().remove(finalizer);
                return it;
              });
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw refused;
      }
    }
  }
}
