// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.cluster.Leftovers;
import io.otelop.cluster.OwnedRoles;
import io.otelop.collector.CollectorReconciler;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.targetallocator.TargetAllocator;
import io.otelop.settings.ClusterSettings;
import io.otelop.settings.Settings;
import io.otelop.targetallocator.AllocatorReconciler;
import java.util.List;
import java.util.Map;

/** Roles of collectors and target allocators that were deleted while no operator ran. */
final class RoleLeftovers {

  private RoleLeftovers() {}

  /** Removes them, in the namespaces that the operator looks after. */
  static void remove(Settings settings, KubernetesClient client) {
    remove(
        settings,
        client,
        OpenTelemetryCollector.class,
        CollectorReconciler.rbacKinds(),
        CollectorReconciler.labels());
    remove(
        settings,
        client,
        TargetAllocator.class,
        AllocatorReconciler.rbacKinds(),
        AllocatorReconciler.labels());
  }

  private static void remove(
      Settings settings,
      KubernetesClient client,
      Class<? extends HasMetadata> owners,
      List<Class<? extends HasMetadata>> kinds,
      Map<String, String> labels) {
    var namespaces = settings.get(ClusterSettings.WATCH_NAMESPACE);
    Leftovers.remove(
        client,
        kinds,
        labels,
        mark ->
            OwnedRoles.owner(owners, mark)
                .filter(
                    it -> namespaces.isEmpty() || namespaces.contains(it.getNamespace().orElse("")))
                .filter(
                    it ->
                        client
                                .resources(owners)
                                .inNamespace(it.getNamespace().orElseThrow())
                                .withName(it.getName())
                                .get()
                            == null)
                .isPresent());
  }
}
