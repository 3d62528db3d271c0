// SPDX-License-Identifier: Apache-2.0
package io.otelop.clusterobservability;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.otelop.child.ApiKind;
import io.otelop.child.OptionalChild;
import io.otelop.cluster.ClusterKinds;
import io.otelop.cluster.CompatibleFinalizers;
import io.otelop.cluster.EventSink;
import io.otelop.cluster.Failures;
import io.otelop.cluster.OperandChanges;
import io.otelop.cluster.OptionalObjects;
import io.otelop.cluster.OwnedInformers;
import io.otelop.cluster.OwnedObjects;
import io.otelop.cluster.OwnedObjects.Owner;
import io.otelop.cluster.StatusWrites;
import io.otelop.clusterobservability.child.ObservabilityChildren;
import io.otelop.crds.clusterobservability.ClusterObservability;
import io.otelop.crds.clusterobservability.ClusterObservabilityStatus;
import io.otelop.naming.Labels;
import io.otelop.reason.Finding;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a ClusterObservability owns as it wants it. Conditions that it writes: Configured,
 * Ready, Conflicted.
 */
@GradualRetry(maxAttempts = Failures.TRIED_FOR_EVER, maxInterval = Failures.RAREST_MILLIS)
@ControllerConfiguration(
    name = "clusterobservability",
    generationAwareEventProcessing = false,
    triggerReconcilerOnAllEvents = true,
    informer = @Informer(onUpdateFilter = OperandChanges.class))
public final class ObservabilityReconciler implements Reconciler<ClusterObservability> {

  private static final Logger LOG = LoggerFactory.getLogger(ObservabilityReconciler.class);

  private static final String COMPATIBLE_FINALIZER =
      "clusterobservability.opentelemetry.io/finalizer";

  private final KubernetesClient client;
  private final ClusterKinds kinds;
  private final OwnedObjects owned;
  private final Supplier<ObservabilityFacts> facts;
  private final EventSink events;
  private final Clock clock;
  private @Nullable OptionalObjects<ClusterObservability> objects;
  private Supplier<Stream<ClusterObservability>> all = Stream::empty;

  /**
   * A reconciler.
   *
   * @param client for all that it reads and writes; not closed by this
   * @param kinds which of {@link #optionalKinds} the cluster knows
   * @param facts asked at the beginning of every reconcile
   */
  public ObservabilityReconciler(
      KubernetesClient client,
      ClusterKinds kinds,
      Supplier<ObservabilityFacts> facts,
      EventSink events,
      Clock clock) {
    this.client = client;
    this.kinds = kinds;
    this.owned = new OwnedObjects(client);
    this.facts = facts;
    this.events = events;
    this.clock = clock;
  }

  /** The kinds that it needs to know of: those of what it makes, and that of monitors. */
  public static Set<ApiKind> optionalKinds() {
    return Stream.concat(
            ObservabilityChildren.ALL.stream().map(OptionalChild::kind),
            Stream.of(ApiKind.SERVICE_MONITOR))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public List<EventSource<?, ClusterObservability>> prepareEventSources(
      EventSourceContext<ClusterObservability> context) {
    var namespaces = context.getControllerConfiguration().getInformerConfig().getNamespaces();
    var some = namespaces.contains(Constants.WATCH_ALL_NAMESPACES) ? Set.<String>of() : namespaces;
    all = () -> context.getPrimaryCache().list();
    var own =
        ObservabilityChildren.ALL.stream().map(OptionalChild::kind).collect(Collectors.toSet());
    var source =
        new OptionalObjects<ClusterObservability>(
            client,
            kinds,
            own,
            some,
            OwnedInformers.labels(Labels.OPENTELEMETRY_CLUSTER_OBSERVABILITY),
            () -> context.getPrimaryCache().keys());
    objects = source;
    return List.of(source);
  }

  @Override
  public UpdateControl<ClusterObservability> reconcile(
      ClusterObservability resource, Context<ClusterObservability> context) {
    CompatibleFinalizers.drop(client, resource, COMPATIBLE_FINALIZER);
    var observed = observed(context);
    if (context.isPrimaryResourceDeleted() || resource.isMarkedForDeletion()) {
      owned.release(Owner.of(resource), observed);
      // The next one counts from now on.
      Objects.requireNonNull(objects).lookAtAll();
      return UpdateControl.noUpdate();
    }
    var older = Precedence.over(resource, all.get());
    if (older.isPresent()) {
      conflict(resource, older.get());
      return UpdateControl.noUpdate();
    }
    switch (EffectiveObservability.of(resource, facts.get())) {
      case EffectiveObservability.Resolved(var observability) ->
          sync(resource, observability, observed);
      case EffectiveObservability.Rejected(var findings) -> {
        findings.forEach(it -> events.send(resource, it));
        write(resource, ObservabilityConditions.rejected(resource, findings, clock.instant()));
      }
    }
    return UpdateControl.noUpdate();
  }

  @Override
  public ErrorStatusUpdateControl<ClusterObservability> updateErrorStatus(
      ClusterObservability resource, Context<ClusterObservability> context, Exception error) {
    var message = Failures.logged(LOG, resource, error);
    var reason = ObservabilityReason.ObservabilityFailed;
    events.send(resource, Finding.of(reason, "", "", "reconcile failed: " + message));
    write(resource, ObservabilityConditions.failed(resource, reason, message, clock.instant()));
    return ErrorStatusUpdateControl.noStatusUpdate();
  }

  private void conflict(ClusterObservability resource, ClusterObservability older) {
    var why = Precedence.conflict(older);
    events.send(resource, why);
    events.send(older, Precedence.conflictAtOlder(resource));
    write(resource, ObservabilityConditions.conflicted(resource, why, clock.instant()));
  }

  private void sync(
      ClusterObservability resource,
      EffectiveObservability observability,
      List<HasMetadata> observed) {
    var report = owned.sync(Owner.of(resource), ObservabilityChildren.of(observability), observed);
    for (var object : report.foreign()) {
      events.send(
          resource,
          Finding.of(
              ObservabilityReason.ObservabilityObjectTaken,
              "",
              "",
              object + " exists already and is somebody else's"));
    }
    var made = new ArrayList<>(report.applied());
    made.addAll(observed);
    write(
        resource,
        ObservabilityConditions.of(resource, observability, report, made, clock.instant()));
  }

  private static List<HasMetadata> observed(Context<ClusterObservability> context) {
    return context
        .getSecondaryResourcesAsStream(GenericKubernetesResource.class)
        .map(HasMetadata.class::cast)
        .toList();
  }

  private void write(ClusterObservability resource, ClusterObservabilityStatus status) {
    if (!status.equals(resource.getStatus())) {
      StatusWrites.apply(client, resource, new ClusterObservability(), status);
    }
  }
}
