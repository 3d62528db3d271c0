// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.cluster.Leftovers;
import io.otelop.collector.CollectorReconciler;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.settings.ClusterSettings;
import io.otelop.settings.Settings;

/** Roles of collectors that were deleted while no operator ran. */
final class CollectorLeftovers {

  private CollectorLeftovers() {}

  /** Removes them, in the namespaces that the operator looks after. */
  static void remove(Settings settings, KubernetesClient client) {
    var namespaces = settings.get(ClusterSettings.WATCH_NAMESPACE);
    var collectors = client.resources(OpenTelemetryCollector.class);
    Leftovers.remove(
        client,
        CollectorReconciler.rbacKinds(),
        CollectorReconciler.labels(),
        mark ->
            CollectorReconciler.owner(mark)
                .filter(
                    it -> namespaces.isEmpty() || namespaces.contains(it.getNamespace().orElse("")))
                .filter(
                    it ->
                        collectors
                                .inNamespace(it.getNamespace().orElseThrow())
                                .withName(it.getName())
                                .get()
                            == null)
                .isPresent());
  }
}
