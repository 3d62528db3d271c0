// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
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
import io.otelop.cluster.PackedObjects;
import io.otelop.collector.child.Children;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.naming.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is watched for collectors: the objects that they own, by label, so that nobody else's are
 * held in memory.
 */
final class CollectorSources {

  private final KubernetesClient client;
  private final ClusterKinds kinds;
  private final OwnedObjects owned;
  private final boolean checksConfigs;
  private volatile boolean watchesRoles;
  private volatile @Nullable OptionalObjects<OpenTelemetryCollector> optional;

  /** What is remembered of each kind, and in each namespace where only some are watched. */
  private final List<PackedObjects<?>> memories = new CopyOnWriteArrayList<>();

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
    this.owned = owned;
    this.checksConfigs = checksConfigs;
  }

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
          .forEach(kind -> sources.add(informer(kind, labels(), namespace, context)));
      if (checksConfigs) {
        sources.add(informer(Pod.class, labels(Labels.COLLECTOR_CHECK), namespace, context));
      }
    }
    if (grantsRoles) {
      sources.addAll(ofRoles(context));
      watchesRoles = true;
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

  /**
   * Watches roles and bindings too, where the permission for them came later. When it goes, the
   * watches wait for it to return.
   */
  void watchRoles(Context<OpenTelemetryCollector> context) {
    if (watchesRoles) {
      return;
    }
    synchronized (this) {
      if (!watchesRoles) {
        var sources = context.eventSourceRetriever();
        ofRoles(sources.eventSourceContextForDynamicRegistration())
            .forEach(sources::dynamicallyRegisterEventSource);
        watchesRoles = true;
      }
    }
  }

  private List<EventSource<?, OpenTelemetryCollector>> ofRoles(
      EventSourceContext<OpenTelemetryCollector> context) {
    var sources = new ArrayList<EventSource<?, OpenTelemetryCollector>>();
    kinds(Need.RBAC).forEach(kind -> sources.add(rbacInformer(kind, context)));
    return sources;
  }

  /** The objects of one collector, as they are remembered. */
  List<HasMetadata> observed(
      OpenTelemetryCollector resource, Context<OpenTelemetryCollector> context) {
    var owner = ResourceID.fromResource(resource);
    var observed = new ArrayList<HasMetadata>();
    memories.forEach(memory -> memory.of(owner).forEach(observed::add));
    context.getSecondaryResourcesAsStream(GenericKubernetesResource.class).forEach(observed::add);
    return observed;
  }

  private static Map<String, String> labels(String component) {
    return Map.of(Labels.MANAGED_BY, Labels.OPERATOR, Labels.COMPONENT, component);
  }

  private <T extends HasMetadata> InformerEventSource<T, OpenTelemetryCollector> informer(
      Class<T> kind,
      Map<String, String> labels,
      String namespace,
      EventSourceContext<OpenTelemetryCollector> context) {
    return informer(
        kind,
        labels,
        namespace,
        Mappers.fromOwnerReferences(OpenTelemetryCollector.class),
        context);
  }

  /** Roles can be anywhere, and an annotation says whose they are where no reference can. */
  private <T extends HasMetadata> InformerEventSource<T, OpenTelemetryCollector> rbacInformer(
      Class<T> kind, EventSourceContext<OpenTelemetryCollector> context) {
    SecondaryToPrimaryMapper<T> byReference =
        Mappers.fromOwnerReferences(OpenTelemetryCollector.class);
    return informer(
        kind,
        labels(),
        Constants.WATCH_ALL_NAMESPACES,
        object -> {
          var annotations = object.getMetadata().getAnnotations();
          var mark = annotations == null ? null : annotations.get(Labels.OWNER);
          return mark == null
              ? byReference.toPrimaryResourceIDs(object)
              : owner(mark).map(Set::of).orElseGet(Set::of);
        },
        context);
  }

  /** One informer writes into one memory, so each namespace has its own. */
  private <T extends HasMetadata> InformerEventSource<T, OpenTelemetryCollector> informer(
      Class<T> kind,
      Map<String, String> labels,
      String namespace,
      SecondaryToPrimaryMapper<T> owners,
      EventSourceContext<OpenTelemetryCollector> context) {
    var memory =
        new PackedObjects<>(
            kind, client.getKubernetesSerialization(), owners::toPrimaryResourceIDs);
    memories.add(memory);
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, OpenTelemetryCollector.class)
            .withName(kind.getSimpleName() + "-" + namespace)
            .withNamespaces(namespace)
            .withLabelSelector(selector(labels))
            .withItemStore(memory)
            .withSecondaryToPrimaryMapper(owners)
            .<OpenTelemetryCollector>withPrimaryToSecondaryMapper(_ -> Set.of())
            .withOnAddFilter(object -> !owned.isOwnCreation(object))
            .withOnUpdateFilter((now, before) -> !owned.isOwnWrite(now))
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
