// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.otelop.child.ApiKind;
import io.otelop.cluster.ClusterKinds;
import io.otelop.cluster.PackedObjects;
import io.otelop.collector.CollectorReconciler;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.settings.ClusterSettings;
import io.otelop.settings.Settings;
import io.otelop.telemetry.Reconciles;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How every controller is set up: with one client, counted in one place, and in the namespaces that
 * the settings name.
 *
 * @param client not closed by this
 * @param reconciles counts and traces them
 */
record Controllers(KubernetesClient client, Reconciles reconciles, Settings settings) {

  private static final int RECONCILE_THREADS = 20;

  /** An operator of the framework without a controller. */
  Operator operator() {
    return new Operator(
        configuration ->
            configuration
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withMetrics(reconciles)
                .withResourceCloner(new NoCopies())
                .withConcurrentReconciliationThreads(RECONCILE_THREADS));
  }

  /** Gives it a controller. */
  void register(Operator operator, Reconciler<? extends HasMetadata> reconciler) {
    var namespaces = namespaces();
    operator.register(
        reconciler,
        override -> {
          if (!namespaces.isEmpty()) {
            override.settingNamespaces(namespaces);
          }
        });
  }

  /**
   * Gives it that of collectors. One informer writes into one memory; in several namespaces there
   * are several.
   */
  void registerCollectors(Operator operator, CollectorReconciler reconciler) {
    var namespaces = namespaces();
    operator.register(
        reconciler,
        override -> {
          if (!namespaces.isEmpty()) {
            override.settingNamespaces(namespaces);
          }
          if (namespaces.size() <= 1) {
            override.withItemStore(
                new PackedObjects<>(
                    OpenTelemetryCollector.class,
                    client.getKubernetesSerialization(),
                    _ -> Set.of()));
          }
        });
  }

  /** The controller of a kind that not every cluster uses, with an operator of its own. */
  OperandWork onDemand(
      ClusterKinds kinds, ApiKind kind, Supplier<Reconciler<? extends HasMetadata>> reconciler) {
    return new OperandWork(
        client,
        kinds,
        kind,
        namespaces(),
        () -> {
          var own = operator();
          register(own, reconciler.get());
          return own;
        });
  }

  private Set<String> namespaces() {
    return Set.copyOf(settings.get(ClusterSettings.WATCH_NAMESPACE));
  }
}
