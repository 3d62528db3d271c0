// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.otelop.child.Child;
import io.otelop.child.Child.Need;
import io.otelop.cluster.ClusterKinds;
import io.otelop.cluster.OptionalObjects;
import io.otelop.cluster.OwnedInformers;
import io.otelop.cluster.OwnedObjects;
import io.otelop.cluster.OwnedRoles;
import io.otelop.collector.child.Children;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.naming.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is watched for collectors: the objects that they own, by label, so that nobody else's are
 * held in memory.
 */
final class CollectorSources {

  private final KubernetesClient client;
  private final ClusterKinds kinds;
  private final OwnedInformers<OpenTelemetryCollector> informers;
  private final OwnedRoles<OpenTelemetryCollector> roles;
  private final boolean checksConfigs;
  private volatile @Nullable OptionalObjects<OpenTelemetryCollector> optional;

  /**
   * Nothing is watched yet.
   *
   * @param kinds which optional ones the cluster knows
   * @param owned by which all is written
   * @param checksConfigs whether there can be pods that check configs
   */
  CollectorSources(
      KubernetesClient client, ClusterKinds kinds, OwnedObjects owned, boolean checksConfigs) {
    this.client = client;
    this.kinds = kinds;
    this.informers = new OwnedInformers<>(client, owned, OpenTelemetryCollector.class);
    this.roles =
        new OwnedRoles<>(informers, OpenTelemetryCollector.class, kinds(Need.RBAC), labels());
    this.checksConfigs = checksConfigs;
  }

  /** Labels of all that any collector owns. */
  static Map<String, String> labels() {
    return OwnedInformers.labels(Labels.OPENTELEMETRY_COLLECTOR);
  }

  static List<Class<? extends HasMetadata>> kinds(Need need) {
    return Child.kinds(Children.ALL, need);
  }

  /**
   * Sources for the framework, to be made once.
   *
   * @param grantsRoles whether roles and bindings may be watched
   */
  List<EventSource<?, OpenTelemetryCollector>> make(
      boolean grantsRoles, EventSourceContext<OpenTelemetryCollector> context) {
    var namespaces = context.getControllerConfiguration().getInformerConfig().getNamespaces();
    var sources = new ArrayList<EventSource<?, OpenTelemetryCollector>>();
    for (var namespace : namespaces) {
      kinds(Need.NOTHING)
          .forEach(kind -> sources.add(informers.informer(kind, labels(), namespace, context)));
      if (checksConfigs) {
        sources.add(
            informers.informer(
                Pod.class, OwnedInformers.labels(Labels.COLLECTOR_CHECK), namespace, context));
      }
    }
    if (grantsRoles) {
      sources.addAll(roles.make(context));
    }
    var ofAddOns =
        new OptionalObjects<OpenTelemetryCollector>(
            client,
            kinds,
            CollectorReconciler.optionalKinds(),
            namespaces.contains(Constants.WATCH_ALL_NAMESPACES) ? Set.of() : namespaces,
            labels(),
            () -> context.getPrimaryCache().keys());
    sources.add(ofAddOns);
    optional = ofAddOns;
    return sources;
  }

  /** Has every collector looked at again, once the sources run. */
  void lookAtAll() {
    var all = optional;
    if (all != null) {
      all.lookAtAll();
    }
  }

  /** Watches roles and bindings too, where the permission for them came later. */
  void watchRoles(Context<OpenTelemetryCollector> context) {
    roles.watch(context);
  }

  /** The objects of one collector, as they are remembered. */
  List<HasMetadata> observed(
      OpenTelemetryCollector resource, Context<OpenTelemetryCollector> context) {
    return informers.observed(resource, context);
  }
}
