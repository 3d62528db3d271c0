// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import io.otelop.child.ApiKind;
import io.otelop.child.Child;
import io.otelop.child.Child.Need;
import io.otelop.child.OptionalChild;
import io.otelop.cluster.ClusterKinds;
import io.otelop.cluster.EventSink;
import io.otelop.cluster.OptionalObjects;
import io.otelop.cluster.OwnedObjects;
import io.otelop.cluster.OwnedObjects.Owner;
import io.otelop.cluster.SyncReport;
import io.otelop.collector.child.Children;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.collector.OpenTelemetryCollectorStatus;
import io.otelop.naming.Labels;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a collector owns as its custom resource wants it. Conditions that it writes: Ready,
 * Progressing, ConfigValid. An unmanaged collector is left alone, its status too.
 */
@ControllerConfiguration(
    name = "opentelemetrycollector",
    generationAwareEventProcessing = false,
    triggerReconcilerOnAllEvents = true,
    informer = @Informer(onUpdateFilter = CollectorChanges.class))
public final class CollectorReconciler implements Reconciler<OpenTelemetryCollector> {

  private static final Logger LOG = LoggerFactory.getLogger(CollectorReconciler.class);
  private static final String UNMANAGED = "unmanaged";
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(Labels.OPERATOR)
          .withForce(true)
          .build();

  /** What the Go operator put on collectors; the deletion of such a one would wait for it. */
  private static final String COMPATIBLE_FINALIZER =
      "opentelemetrycollector.opentelemetry.io/finalizer";

  private final OwnedObjects owned;
  private final ClusterKinds kinds;
  private final Supplier<CollectorFacts> facts;
  private final EventSink events;
  private final Clock clock;

  /**
   * A reconciler; it holds no state of its own.
   *
   * @param kinds which of {@link #optionalKinds} the cluster knows
   * @param facts asked at the beginning of every reconcile
   */
  public CollectorReconciler(
      OwnedObjects owned,
      ClusterKinds kinds,
      Supplier<CollectorFacts> facts,
      EventSink events,
      Clock clock) {
    this.owned = owned;
    this.kinds = kinds;
    this.facts = facts;
    this.events = events;
    this.clock = clock;
  }

  /** The kinds of roles and bindings that a collector may have. */
  public static List<Class<? extends HasMetadata>> rbacKinds() {
    return kinds(Need.RBAC);
  }

  /** The kinds that a collector may own where the cluster knows them. */
  public static Set<ApiKind> optionalKinds() {
    return Children.OPTIONAL.stream().map(OptionalChild::kind).collect(Collectors.toSet());
  }

  /** Labels of all that any collector owns. */
  public static Map<String, String> labels() {
    return Map.of(
        Labels.MANAGED_BY, Labels.OPERATOR, Labels.COMPONENT, Labels.OPENTELEMETRY_COLLECTOR);
  }

  /** The namespace and name that an owner annotation names; empty where it is not a collector. */
  public static Optional<ResourceID> owner(String mark) {
    var parts = mark.split("/", -1);
    return parts.length == 3 && parts[0].equals("OpenTelemetryCollector")
        ? Optional.of(new ResourceID(parts[2], parts[1]))
        : Optional.empty();
  }

  @Override
  public List<EventSource<?, OpenTelemetryCollector>> prepareEventSources(
      EventSourceContext<OpenTelemetryCollector> context) {
    var sources = new ArrayList<EventSource<?, OpenTelemetryCollector>>();
    kinds(Need.NOTHING).forEach(kind -> sources.add(informer(kind, context)));
    if (facts.get().cluster().grantsRoles()) {
      rbacKinds().forEach(kind -> sources.add(rbacInformer(kind, context)));
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

  @Override
  public UpdateControl<OpenTelemetryCollector> reconcile(
      OpenTelemetryCollector resource, Context<OpenTelemetryCollector> context) {
    var current = facts.get();
    var observed = observed(context, current);
    dropFinalizer(context.getClient(), resource);
    if (context.isPrimaryResourceDeleted() || resource.isMarkedForDeletion()) {
      owned.release(owner(resource), observed);
      return UpdateControl.noUpdate();
    }
    if (UNMANAGED.equals(resource.getSpec().managementState())) {
      return UpdateControl.noUpdate();
    }
    var status =
        switch (EffectiveCollector.of(resource, current)) {
          case EffectiveCollector.Resolved resolved -> sync(resource, resolved, observed);
          case EffectiveCollector.Rejected rejected ->
              reject(resource, rejected.findings(), observed);
        };
    if (!status.equals(resource.getStatus())) {
      write(context.getClient(), resource, status);
    }
    return UpdateControl.noUpdate();
  }

  @Override
  public ErrorStatusUpdateControl<OpenTelemetryCollector> updateErrorStatus(
      OpenTelemetryCollector resource, Context<OpenTelemetryCollector> context, Exception error) {
    var message =
        error instanceof KubernetesClientException refused && refused.getStatus() != null
            ? String.valueOf(refused.getStatus().getMessage())
            : String.valueOf(error.getMessage());
    LOG.atWarn()
        .addKeyValue("namespace", resource.getMetadata().getNamespace())
        .addKeyValue("name", resource.getMetadata().getName())
        .setCause(error)
        .log("reconcile failed");
    events.send(
        resource,
        Finding.of(CollectorReason.ReconcileFailed, "", "", "reconcile failed: " + message));
    write(
        context.getClient(), resource, CollectorStatus.failed(resource, message, clock.instant()));
    return ErrorStatusUpdateControl.noStatusUpdate();
  }

  private OpenTelemetryCollectorStatus sync(
      OpenTelemetryCollector resource,
      EffectiveCollector.Resolved resolved,
      List<HasMetadata> observed) {
    var collector = resolved.collector();
    if (observed.stream().anyMatch(isOf(collector.withOwnClusterNames()))) {
      collector = collector.withOwnClusterNames();
    }
    var report = sync(resource, collector, observed);
    if (report.foreign().stream().anyMatch(it -> it.kind().startsWith("ClusterRole"))) {
      collector = collector.withOwnClusterNames();
      report = sync(resource, collector, observed);
    }
    report
        .foreign()
        .forEach(
            object ->
                events.send(
                    resource,
                    Finding.of(
                        CollectorReason.ForeignObject,
                        "",
                        "",
                        object + " exists already and is not this collector's")));
    return CollectorStatus.of(
        resource, collector, report, ObservedWorkload.among(observed), clock.instant());
  }

  private SyncReport sync(
      OpenTelemetryCollector resource, EffectiveCollector collector, List<HasMetadata> observed) {
    return owned.sync(
        owner(resource), Children.of(collector), ConfigRetention.withoutKept(observed, collector));
  }

  private static Predicate<HasMetadata> isOf(EffectiveCollector collector) {
    return object ->
        object instanceof ClusterRole
            && object.getMetadata().getName().equals(collector.clusterRole());
  }

  private static Owner owner(OpenTelemetryCollector resource) {
    var metadata = resource.getMetadata();
    return new Owner(
        metadata.getUid(), EffectiveCollector.owner(metadata.getNamespace(), metadata.getName()));
  }

  private static void dropFinalizer(KubernetesClient client, OpenTelemetryCollector resource) {
    if (!resource.getMetadata().getFinalizers().contains(COMPATIBLE_FINALIZER)) {
      return;
    }
    try {
      client
          .resource(resource)
          .edit(
              it -> {
                it.getMetadata().getFinalizers().remove(COMPATIBLE_FINALIZER);
                return it;
              });
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw refused;
      }
    }
  }

  private OpenTelemetryCollectorStatus reject(
      OpenTelemetryCollector resource, List<Finding> findings, List<HasMetadata> observed) {
    findings.stream()
        .filter(finding -> finding.reason().severity() == Severity.ERROR)
        .forEach(finding -> events.send(resource, finding));
    return CollectorStatus.rejected(
        resource, findings, ObservedWorkload.among(observed), clock.instant());
  }

  private static List<Class<? extends HasMetadata>> kinds(Need need) {
    return Children.ALL.stream()
        .filter(child -> child.need() == need)
        .<Class<? extends HasMetadata>>map(Child::kind)
        .collect(Collectors.toUnmodifiableList());
  }

  private static List<HasMetadata> observed(
      Context<OpenTelemetryCollector> context, CollectorFacts facts) {
    var observed = new ArrayList<HasMetadata>();
    kinds(Need.NOTHING)
        .forEach(kind -> context.getSecondaryResourcesAsStream(kind).forEach(observed::add));
    if (facts.cluster().grantsRoles()) {
      rbacKinds()
          .forEach(kind -> context.getSecondaryResourcesAsStream(kind).forEach(observed::add));
    }
    context.getSecondaryResourcesAsStream(GenericKubernetesResource.class).forEach(observed::add);
    return observed;
  }

  private static <T extends HasMetadata> InformerEventSource<T, OpenTelemetryCollector> informer(
      Class<T> kind, EventSourceContext<OpenTelemetryCollector> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, OpenTelemetryCollector.class)
            .withLabelSelector(selector())
            .withNamespacesInheritedFromController()
            .build(),
        context);
  }

  /** Roles can be anywhere, and an annotation says whose they are where no reference can. */
  private static <T extends HasMetadata>
      InformerEventSource<T, OpenTelemetryCollector> rbacInformer(
          Class<T> kind, EventSourceContext<OpenTelemetryCollector> context) {
    SecondaryToPrimaryMapper<T> byReference =
        Mappers.fromOwnerReferences(OpenTelemetryCollector.class);
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, OpenTelemetryCollector.class)
            .withLabelSelector(selector())
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

  private static String selector() {
    return labels().entrySet().stream()
        .map(Map.Entry::toString)
        .sorted()
        .collect(Collectors.joining(","));
  }

  /**
   * Applies a fresh object with only the status, so that nothing else is claimed. The framework's
   * own status update is not used: it takes a change of the spec that arrives meanwhile for its own
   * write, and nobody would look at that change again.
   */
  private static void write(
      KubernetesClient client,
      OpenTelemetryCollector resource,
      OpenTelemetryCollectorStatus status) {
    var fresh = new OpenTelemetryCollector();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(resource.getMetadata().getNamespace())
            .withName(resource.getMetadata().getName())
            .build());
    fresh.setStatus(status);
    try {
      client.resource(fresh).subresource("status").patch(APPLY);
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw refused;
      }
      LOG.atDebug().log("a collector is gone, so its status has no place");
    }
  }
}
