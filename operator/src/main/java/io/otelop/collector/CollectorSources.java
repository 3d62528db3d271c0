// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
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
import io.otelop.cluster.OwnedInformers;
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
import org.jspecify.annotations.Nullable;

/**
 * What is watched for collectors: the objects that they own, by label, so that nobody else's are
 * held in memory.
 */
final class CollectorSources {

  private final KubernetesClient client;
  private final ClusterKinds kinds;
  private final OwnedInformers<OpenTelemetryCollector> informers;
  private final boolean checksConfigs;
  private volatile boolean watchesRoles;
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
    return OwnedInformers.labels(Labels.OPENTELEMETRY_COLLECTOR);
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
          .forEach(kind -> sources.add(informers.informer(kind, labels(), namespace, context)));
      if (checksConfigs) {
        sources.add(
            informers.informer(
                Pod.class, OwnedInformers.labels(Labels.COLLECTOR_CHECK), namespace, context));
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
    return informers.observed(resource, context);
  }

  /** Roles can be anywhere, and an annotation says whose they are where no reference can. */
  private <T extends HasMetadata> InformerEventSource<T, OpenTelemetryCollector> rbacInformer(
      Class<T> kind, EventSourceContext<OpenTelemetryCollector> context) {
    SecondaryToPrimaryMapper<T> byReference =
        Mappers.fromOwnerReferences(OpenTelemetryCollector.class);
    return informers.informer(
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
}
