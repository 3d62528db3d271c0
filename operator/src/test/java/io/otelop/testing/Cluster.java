// SPDX-License-Identifier: Apache-2.0
package io.otelop.testing;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;

/**
 * A real API server, and a namespace of it that belongs to one test class.
 *
 * @param client may do everything
 * @param kubeconfig file that leads to the API server
 * @param namespace exists already
 */
public record Cluster(KubernetesClient client, Path kubeconfig, String namespace) {}
