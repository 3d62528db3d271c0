// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import io.otelop.cluster.ClusterKinds;
import io.otelop.cluster.OptionalObjects;
import io.otelop.cluster.OwnedObjects;
import io.otelop.cluster.PackedObjects;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.targetallocator.TargetAllocator;
import io.otelop.naming.Labels;
import io.otelop.targetallocator.child.AllocatorChildren;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * What is watched for target allocators: the objects that they own, by label, and the collectors
 * that name one. A collector with a target allocator inside need not be watched: the operator
 * writes into that one's custom resource what has changed.
 */
final class AllocatorSources {

  private static final Map<String, String> LABELS =
      Map.of(
          Labels.MANAGED_BY,
          Labels.OPERATOR,
          Labels.COMPONENT,
          Labels.OPENTELEMETRY_TARGET_ALLOCATOR);

  private final KubernetesClient client;
  private final ClusterKinds kinds;
  private final OwnedObjects owned;

  /** What is remembered of each kind, and in each namespace where only some are watched. */
  private final List<PackedObjects<?>> memories = new CopyOnWriteArrayList<>();

  AllocatorSources(KubernetesClient client, ClusterKinds kinds, OwnedObjects owned) {
    this.client = client;
    this.kinds = kinds;
    this.owned = owned;
  }

  /** Sources for the framework, to be made once. */
  List<EventSource<?, TargetAllocator>> make(EventSourceContext<TargetAllocator> context) {
    var namespaces = context.getControllerConfiguration().getInformerConfig().getNamespaces();
    var some = namespaces.contains(Constants.WATCH_ALL_NAMESPACES) ? Set.<String>of() : namespaces;
    var sources = new ArrayList<EventSource<?, TargetAllocator>>();
    for (var namespace : namespaces) {
      AllocatorChildren.ALL.forEach(
          child -> sources.add(informer(child.kind(), namespace, context)));
    }
    sources.add(
        new OptionalObjects<TargetAllocator>(
            client,
            kinds,
            AllocatorReconciler.optionalKinds(),
            some,
            LABELS,
            () -> context.getPrimaryCache().keys()));
    sources.add(new LabelledCollectors(client, some));
    return sources;
  }

  /** The objects of one target allocator, as they are remembered. */
  List<HasMetadata> observed(TargetAllocator resource, Context<TargetAllocator> context) {
    var owner = ResourceID.fromResource(resource);
    var observed = new ArrayList<HasMetadata>();
    memories.forEach(memory -> memory.of(owner).forEach(observed::add));
    context.getSecondaryResourcesAsStream(GenericKubernetesResource.class).forEach(observed::add);
    return observed;
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

  /** One informer writes into one memory, so each namespace has its own. */
  private <T extends HasMetadata> InformerEventSource<T, TargetAllocator> informer(
      Class<T> kind, String namespace, EventSourceContext<TargetAllocator> context) {
    var owners = Mappers.<T>fromOwnerReferences(TargetAllocator.class);
    var memory =
        new PackedObjects<>(
            kind, client.getKubernetesSerialization(), owners::toPrimaryResourceIDs);
    memories.add(memory);
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, TargetAllocator.class)
            .withName(kind.getSimpleName() + "-" + namespace)
            .withNamespaces(namespace)
            .withLabelSelector(
                LABELS.entrySet().stream()
                    .map(Map.Entry::toString)
                    .sorted()
                    .collect(Collectors.joining(",")))
            .withItemStore(memory)
            .withSecondaryToPrimaryMapper(owners)
            .<TargetAllocator>withPrimaryToSecondaryMapper(_ -> Set.of())
            .withOnAddFilter(object -> !owned.isOwnCreation(object))
            .withOnUpdateFilter((now, before) -> !owned.isOwnWrite(now))
            .build(),
        context);
  }
}
