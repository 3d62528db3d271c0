// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads that whoever asks may not be permitted: a tenant sees one namespace and no other. */
final class Permitted {

  private Permitted() {}

  /**
   * Reads; empty where that is forbidden.
   *
   * @param otherwise told so then
   */
  static <T> Optional<T> read(Supplier<T> read, Runnable otherwise) {
    try {
      return Optional.of(read.get());
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw refused;
      }
      otherwise.run();
      return Optional.empty();
    }
  }
}
