// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;

/**
 * How a reconcile is tried again that has failed: for ever, since what the API server refuses today
 * - a quota that is full, a permission that is missing - it may take tomorrow, and no event tells.
 */
public final class Failures {

  /** As a number of attempts. */
  public static final int TRIED_FOR_EVER = -1;

  /** The longest time between two attempts. */
  public static final long RAREST_MILLIS = 120_000;

  private Failures() {}

  /**
   * Logs a reconcile that has failed.
   *
   * @param log of the controller
   * @return what people read of it
   */
  public static String logged(Logger log, HasMetadata resource, Exception failure) {
    log.atWarn()
        .addKeyValue("namespace", resource.getMetadata().getNamespace())
        .addKeyValue("name", resource.getMetadata().getName())
        .setCause(failure)
        .log("reconcile failed");
    return message(failure);
  }

  /** What people read of a failure: the API server's own words where it refused something. */
  public static String message(Exception failure) {
    return failure instanceof KubernetesClientException refused && refused.getStatus() != null
        ? String.valueOf(refused.getStatus().getMessage())
        : String.valueOf(failure.getMessage());
  }
}
