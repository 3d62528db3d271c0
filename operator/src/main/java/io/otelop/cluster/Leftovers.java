// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.naming.Labels;
import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects that no garbage collector finds, because their owners were deleted while no operator ran.
 */
public final class Leftovers {

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private Leftovers() {}

  /**
   * Deletes those whose owner is gone.
   *
   * @param kinds of the objects
   * @param labels that they all have
   * @param isGone whether the owner with this value of {@link Labels#OWNER} does not exist
   */
  public static void remove(
      KubernetesClient client,
      Collection<Class<? extends HasMetadata>> kinds,
      Map<String, String> labels,
      Predicate<String> isGone) {
    for (var kind : kinds) {
      try {
        for (var object :
            client.resources(kind).inAnyNamespace().withLabels(labels).list().getItems()) {
          var annotations = object.getMetadata().getAnnotations();
          var owner = annotations == null ? null : annotations.get(Labels.OWNER);
          if (owner != null && isGone.test(owner)) {
            client.resource(object).delete();
            LOG.atInfo()
                .addKeyValue("kind", object.getKind())
                .addKeyValue("name", object.getMetadata().getName())
                .addKeyValue("owner", owner)
                .log("deleted what an owner that is gone left behind");
          }
        }
      } catch (KubernetesClientException e) {
        LOG.atWarn().setCause(e).addKeyValue("kind", kind.getSimpleName()).log("not cleaned up");
      }
    }
  }
}
