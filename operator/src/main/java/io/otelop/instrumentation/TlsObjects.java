// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

/** Whether the secrets and config maps exist that an exporter's TLS wants mounted into a pod. */
@FunctionalInterface
public interface TlsObjects {

  /** Knows nothing, so takes every object for existing. */
  TlsObjects NONE_MISSING = (_, _, _) -> false;

  /**
   * Whether a pod that mounts the object could not start.
   *
   * @param kind {@code Secret} or {@code ConfigMap}
   * @return false where it exists, and where that could not be found out in time
   */
  boolean isMissing(String kind, String namespace, String name);
}
