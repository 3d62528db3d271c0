// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.otelop.collector.sidecar.Sidecar;
import io.otelop.pod.PodFacts;

/** What a sidecar needs beside its pod. */
@FunctionalInterface
public interface SidecarNeeds {

  /** All is there, where nobody can make it and no pod will ever start. */
  SidecarNeeds MET = (_, _) -> true;

  /**
   * Makes what is missing, and waits briefly for that without which the sidecar cannot start; not
   * to be asked about dry runs.
   *
   * @return whether the sidecar can start
   */
  boolean meet(Sidecar sidecar, PodFacts pod);
}
