// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator;

import io.fabric8.kubernetes.api.model.HasMetadata;
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
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.targetallocator.TargetAllocator;
import io.otelop.naming.Labels;
import io.otelop.targetallocator.child.AllocatorChildren;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is watched for target allocators: the objects that they own, by label, and the collectors
 * that name one. A collector with a target allocator inside need not be watched: the operator
 * writes into that one's custom resource what has changed.
 */
final class AllocatorSources {

  private static final Map<String, String> LABELS =
      OwnedInformers.labels(Labels.OPENTELEMETRY_TARGET_ALLOCATOR);

  private final KubernetesClient client;
  private final ClusterKinds kinds;
  private final OwnedInformers<TargetAllocator> informers;
  private final OwnedRoles<TargetAllocator> roles;
  private volatile @Nullable OptionalObjects<TargetAllocator> optional;

  AllocatorSources(KubernetesClient client, ClusterKinds kinds, OwnedObjects owned) {
    this.client = client;
    this.kinds = kinds;
    this.informers = new OwnedInformers<>(client, owned, TargetAllocator.class);
    this.roles =
        new OwnedRoles<>(
            informers,
            TargetAllocator.class,
            Child.kinds(AllocatorChildren.ALL, Need.RBAC),
            LABELS);
  }

  /** Labels of all that any target allocator owns. */
  static Map<String, String> labels() {
    return LABELS;
  }

  /**
   * Sources for the framework, to be made once.
   *
   * @param grantsRoles whether roles and bindings may be watched
   */
  List<EventSource<?, TargetAllocator>> make(
      boolean grantsRoles, EventSourceContext<TargetAllocator> context) {
    var namespaces = context.getControllerConfiguration().getInformerConfig().getNamespaces();
    var some = namespaces.contains(Constants.WATCH_ALL_NAMESPACES) ? Set.<String>of() : namespaces;
    var sources = new ArrayList<EventSource<?, TargetAllocator>>();
    for (var namespace : namespaces) {
      Child.kinds(AllocatorChildren.ALL, Need.NOTHING)
          .forEach(kind -> sources.add(informers.informer(kind, LABELS, namespace, context)));
    }
    if (grantsRoles) {
      sources.addAll(roles.make(context));
    }
    var ofAddOns =
        new OptionalObjects<TargetAllocator>(
            client,
            kinds,
            AllocatorReconciler.optionalKinds(),
            some,
            LABELS,
            () -> context.getPrimaryCache().keys());
    sources.add(ofAddOns);
    optional = ofAddOns;
    sources.add(new LabelledCollectors(client, some));
    return sources;
  }

  /** Has every target allocator looked at again, once the sources run. */
  void lookAtAll() {
    var all = optional;
    if (all != null) {
      all.lookAtAll();
    }
  }

  /** Watches roles and bindings too, where the permission for them came later. */
  void watchRoles(Context<TargetAllocator> context) {
    roles.watch(context);
  }

  /** The objects of one target allocator, as they are remembered. */
  List<HasMetadata> observed(TargetAllocator resource, Context<TargetAllocator> context) {
    return informers.observed(resource, context);
  }

  /** The collectors that it shares out targets for: its owner, or those that name it. */
  List<OpenTelemetryCollector> collectors(
      TargetAllocator resource, Context<TargetAllocator> context) {
    var metadata = resource.getMetadata();
    for (var owner : metadata.getOwnerReferences()) {
      if (owner.getKind().equals("OpenTelemetryCollector")) {
        var collector =
            client
                .resources(OpenTelemetryCollector.class)
                .inNamespace(metadata.getNamespace())
                .withName(owner.getName())
                .get();
        if (collector != null && collector.getMetadata().getUid().equals(owner.getUid())) {
          return List.of(collector);
        }
      }
    }
    return context.getSecondaryResourcesAsStream(OpenTelemetryCollector.class).toList();
  }
}
