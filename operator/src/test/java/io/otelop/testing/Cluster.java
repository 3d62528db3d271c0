// SPDX-License-Identifier: Apache-2.0
package io.otelop.testing;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A real API server, and a namespace of it that belongs to one test class.
 *
 * @param client may do everything
 * @param kubeconfig file that leads to the API server
 * @param namespace exists already
 */
public record Cluster(KubernetesClient client, Path kubeconfig, String namespace) {

  /** Applies what a user would: one document or several. */
  public void apply(String yaml) {
    client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .forceConflicts()
        .serverSideApply();
  }
}
