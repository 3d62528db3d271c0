// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.otelop.naming.Labels;
import java.net.HttpURLConnection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the status of custom resources. */
public final class StatusWrites {

  private static final Logger LOG = LoggerFactory.getLogger(StatusWrites.class);
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(Labels.OPERATOR)
          .withForce(true)
          .build();

  private StatusWrites() {}

  /**
   * Applies a fresh object with only the status, so that nothing else is claimed. The framework's
   * own status update is not used: it takes a change of the spec that arrives meanwhile for its own
   * write, and that change is then never reconciled.
   *
   * @param resource whose status it is
   * @param fresh one of the same kind with nothing in it, which is filled
   * @return the resource as it is now; empty where it is gone
   */
  public static <S, R extends CustomResource<?, S>> Optional<R> apply(
      KubernetesClient client, R resource, R fresh, S status) {
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(resource.getMetadata().getNamespace())
            .withName(resource.getMetadata().getName())
            .build());
    fresh.setStatus(status);
    try {
      return Optional.of(client.resource(fresh).subresource("status").patch(APPLY));
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw refused;
      }
      LOG.atDebug()
          .addKeyValue("kind", resource.getKind())
          .addKeyValue("name", resource.getMetadata().getName())
          .log("it is gone, so its status has no place");
      return Optional.empty();
    }
  }
}
