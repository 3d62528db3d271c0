// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import io.otelop.child.Child;
import io.otelop.child.Child.Need;
import io.otelop.cluster.ClusterKinds;
import io.otelop.cluster.OptionalObjects;
import io.otelop.cluster.OwnedObjects;
import io.otelop.collector.child.Children;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.naming.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is watched for collectors: the objects that they own, by label, so that nobody else's are
 * held in memory.
 */
final class CollectorSources {

  private CollectorSources() {}

  /** The namespace and name that an owner annotation names; empty where it is not a collector. */
  static Optional<ResourceID> owner(String mark) {
    var parts = mark.split("/", -1);
    return parts.length == 3 && parts[0].equals("OpenTelemetryCollector")
        ? Optional.of(new ResourceID(parts[2], parts[1]))
        : Optional.empty();
  }

  /** Labels of all that any collector owns. */
  static Map<String, String> labels() {
    return labels(Labels.OPENTELEMETRY_COLLECTOR);
  }

  static List<Class<? extends HasMetadata>> kinds(Need need) {
    return Children.ALL.stream()
        .filter(child -> child.need() == need)
        .<Class<? extends HasMetadata>>map(Child::kind)
        .collect(Collectors.toUnmodifiableList());
  }

  static List<EventSource<?, OpenTelemetryCollector>> of(
      EventSourceContext<OpenTelemetryCollector> context,
      ClusterKinds kinds,
      OwnedObjects owned,
      boolean grantsRoles,
      boolean checksConfigs) {
    var sources = new ArrayList<EventSource<?, OpenTelemetryCollector>>();
    kinds(Need.NOTHING).forEach(kind -> sources.add(informer(kind, labels(), owned, context)));
    if (grantsRoles) {
      sources.addAll(ofRoles(owned, context));
    }
    if (checksConfigs) {
      sources.add(informer(Pod.class, labels(Labels.COLLECTOR_CHECK), owned, context));
    }
    var namespaces = context.getControllerConfiguration().getInformerConfig().getNamespaces();
    sources.add(
        new OptionalObjects<>(
            context.getClient(),
            kinds,
            namespaces.contains(Constants.WATCH_ALL_NAMESPACES) ? Set.of() : namespaces,
            labels(),
            () -> context.getPrimaryCache().keys()));
    return sources;
  }

  /** Roles and bindings alone. */
  static List<EventSource<?, OpenTelemetryCollector>> ofRoles(
      OwnedObjects owned, EventSourceContext<OpenTelemetryCollector> context) {
    var sources = new ArrayList<EventSource<?, OpenTelemetryCollector>>();
    kinds(Need.RBAC).forEach(kind -> sources.add(rbacInformer(kind, owned, context)));
    return sources;
  }

  /** The objects of one collector, as the caches have them. */
  static List<HasMetadata> observed(
      Context<OpenTelemetryCollector> context, boolean grantsRoles, boolean checksConfigs) {
    var observed = new ArrayList<HasMetadata>();
    kinds(Need.NOTHING)
        .forEach(kind -> context.getSecondaryResourcesAsStream(kind).forEach(observed::add));
    if (grantsRoles) {
      kinds(Need.RBAC)
          .forEach(kind -> context.getSecondaryResourcesAsStream(kind).forEach(observed::add));
    }
    if (checksConfigs) {
      context.getSecondaryResourcesAsStream(Pod.class).forEach(observed::add);
    }
    context.getSecondaryResourcesAsStream(GenericKubernetesResource.class).forEach(observed::add);
    return observed;
  }

  private static Map<String, String> labels(String component) {
    return Map.of(Labels.MANAGED_BY, Labels.OPERATOR, Labels.COMPONENT, component);
  }

  private static <T extends HasMetadata> InformerEventSource<T, OpenTelemetryCollector> informer(
      Class<T> kind,
      Map<String, String> labels,
      OwnedObjects owned,
      EventSourceContext<OpenTelemetryCollector> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, OpenTelemetryCollector.class)
            .withLabelSelector(selector(labels))
            .withOnAddFilter(object -> !owned.isOwnCreation(object))
            .withOnUpdateFilter((now, before) -> !owned.isOwnWrite(now))
            .withNamespacesInheritedFromController()
            .build(),
        context);
  }

  /** Roles can be anywhere, and an annotation says whose they are where no reference can. */
  private static <T extends HasMetadata>
      InformerEventSource<T, OpenTelemetryCollector> rbacInformer(
          Class<T> kind, OwnedObjects owned, EventSourceContext<OpenTelemetryCollector> context) {
    SecondaryToPrimaryMapper<T> byReference =
        Mappers.fromOwnerReferences(OpenTelemetryCollector.class);
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, OpenTelemetryCollector.class)
            .withLabelSelector(selector(labels()))
            .withOnAddFilter(object -> !owned.isOwnCreation(object))
            .withOnUpdateFilter((now, before) -> !owned.isOwnWrite(now))
            .withWatchAllNamespaces()
            .withSecondaryToPrimaryMapper(
                object -> {
                  var annotations = object.getMetadata().getAnnotations();
                  var mark = annotations == null ? null : annotations.get(Labels.OWNER);
                  return mark == null
                      ? byReference.toPrimaryResourceIDs(object)
                      : owner(mark).map(Set::of).orElseGet(Set::of);
                })
            .build(),
        context);
  }

  private static String selector(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(Map.Entry::toString)
        .sorted()
        .collect(Collectors.joining(","));
  }
}
