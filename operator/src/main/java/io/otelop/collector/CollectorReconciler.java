// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.otelop.child.ApiKind;
import io.otelop.child.Child.Need;
import io.otelop.child.OptionalChild;
import io.otelop.cluster.ClusterKinds;
import io.otelop.cluster.EventSink;
import io.otelop.cluster.Failures;
import io.otelop.cluster.MetadataReads;
import io.otelop.cluster.MountedObjects;
import io.otelop.cluster.NamedConfigMaps;
import io.otelop.cluster.OperandChanges;
import io.otelop.cluster.OwnedObjects;
import io.otelop.cluster.OwnedObjects.Owner;
import io.otelop.cluster.SyncReport;
import io.otelop.collector.child.Children;
import io.otelop.collector.rollout.Step;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.collector.OpenTelemetryCollectorStatus;
import io.otelop.reason.Finding;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a collector owns as its custom resource wants it. Conditions that it writes: Ready,
 * Progressing, ConfigValid, Degraded. An unmanaged collector is left alone, its status too.
 */
@GradualRetry(maxAttempts = Failures.TRIED_FOR_EVER, maxInterval = Failures.RAREST_MILLIS)
@ControllerConfiguration(
    name = "opentelemetrycollector",
    generationAwareEventProcessing = false,
    triggerReconcilerOnAllEvents = true,
    informer = @Informer(onUpdateFilter = OperandChanges.class))
public final class CollectorReconciler implements Reconciler<OpenTelemetryCollector> {

  private static final Logger LOG = LoggerFactory.getLogger(CollectorReconciler.class);

  /**
   * When to look for a workload that was made and not seen yet. Its event is usual, but where an
   * object of the same name has just gone, the framework was seen not to pass it on.
   */
  private static final Duration UNSEEN = Duration.ofSeconds(5);

  private static final String UNMANAGED = "unmanaged";

  private final OwnedObjects owned;
  private final CollectorWrites writes = new CollectorWrites();
  private final CollectorCounts counts = new CollectorCounts();
  private final CollectorSources sources;
  private final Supplier<CollectorFacts> facts;
  private final CollectorEvents events;
  private final Clock clock;
  private final RevisionGate gate;
  private final Diagnosis diagnosis;
  private final NamedConfigMaps<OpenTelemetryCollector> extraConfigMaps;

  /**
   * A reconciler; of its own it remembers only what it wrote last.
   *
   * @param client for all that it reads and writes; not closed by this
   * @param kinds which of {@link #optionalKinds} the cluster knows
   * @param facts asked at the beginning of every reconcile
   * @param checksConfigs whether it may make the pods that check configs
   */
  public CollectorReconciler(
      KubernetesClient client,
      ClusterKinds kinds,
      Supplier<CollectorFacts> facts,
      EventSink events,
      Clock clock,
      boolean checksConfigs) {
    this.owned = new OwnedObjects(client);
    this.sources = new CollectorSources(client, kinds, owned, checksConfigs);
    this.facts = facts;
    this.events = new CollectorEvents(events);
    this.clock = clock;
    this.gate = new RevisionGate(owned, checksConfigs, clock);
    this.extraConfigMaps = new NamedConfigMaps<>(client);
    this.diagnosis = new Diagnosis(client, new MountedObjects(new MetadataReads(client)));
  }

  /** How many collectors there are where this reconciles, by what their conditions say. */
  public CollectorCounts counts() {
    return counts;
  }

  /** The kinds of roles and bindings that a collector may have. */
  public static List<Class<? extends HasMetadata>> rbacKinds() {
    return CollectorSources.kinds(Need.RBAC);
  }

  /** The kinds that a collector may own where the cluster knows them. */
  public static Set<ApiKind> optionalKinds() {
    return Children.OPTIONAL.stream().map(OptionalChild::kind).collect(Collectors.toSet());
  }

  /** Labels of all that any collector owns. */
  public static Map<String, String> labels() {
    return CollectorSources.labels();
  }

  /** Has every collector looked at again: a fact that all of them depend on has changed. */
  public void lookAtAll() {
    sources.lookAtAll();
  }

  @Override
  public List<EventSource<?, OpenTelemetryCollector>> prepareEventSources(
      EventSourceContext<OpenTelemetryCollector> context) {
    var sources = this.sources.make(facts.get().cluster().grantsRoles(), context);
    sources.add(extraConfigMaps);
    return sources;
  }

  @Override
  public UpdateControl<OpenTelemetryCollector> reconcile(
      OpenTelemetryCollector cached, Context<OpenTelemetryCollector> context) {
    var resource = writes.withNewestStatus(cached);
    var current = facts.get();
    if (current.cluster().grantsRoles()) {
      sources.watchRoles(context);
    }
    var observed = sources.observed(resource, context);
    CollectorWrites.dropFinalizer(context.getClient(), resource);
    if (context.isPrimaryResourceDeleted() || resource.isMarkedForDeletion()) {
      owned.release(owner(resource), observed);
      writes.forget(resource);
      counts.forget(resource);
      extraConfigMaps.follow(ResourceID.fromResource(resource), new TreeSet<>());
      return UpdateControl.noUpdate();
    }
    if (UNMANAGED.equals(resource.getSpec().managementState())) {
      counts.note(resource, resource.getStatus());
      return UpdateControl.noUpdate();
    }
    var outcome =
        switch (EffectiveCollector.of(resource, current)) {
          case EffectiveCollector.Resolved(var wanted, _) ->
              sync(resource, wanted, current, observed);
          case EffectiveCollector.Rejected(var findings) ->
              reject(resource, findings, current, observed);
        };
    counts.note(resource, outcome.status());
    if (!outcome.status().equals(resource.getStatus())) {
      writes.status(context.getClient(), resource, outcome.status());
    }
    UpdateControl<OpenTelemetryCollector> done = UpdateControl.noUpdate();
    return outcome.next().map(done::rescheduleAfter).orElse(done);
  }

  @Override
  public ErrorStatusUpdateControl<OpenTelemetryCollector> updateErrorStatus(
      OpenTelemetryCollector resource, Context<OpenTelemetryCollector> context, Exception error) {
    var message = Failures.logged(LOG, resource, error);
    events.ofFailure(resource, message);
    var failed = CollectorStatus.failed(resource, message, clock.instant());
    counts.note(resource, failed);
    writes.status(context.getClient(), resource, failed);
    return ErrorStatusUpdateControl.noStatusUpdate();
  }

  /**
   * What a reconcile came to.
   *
   * @param next when to look again, if nothing happens before
   */
  private record Outcome(OpenTelemetryCollectorStatus status, Optional<Duration> next) {}

  private Outcome sync(
      OpenTelemetryCollector resource,
      EffectiveCollector wanted,
      CollectorFacts current,
      List<HasMetadata> observed) {
    var step = gate.step(resource, wanted, owner(resource), observed);
    var target =
        step instanceof Step.Hold ? LastGood.of(resource, current, observed) : Optional.of(wanted);
    var rest = observed.stream().filter(it -> !gate.isNeeded(it, resource, wanted, step)).toList();
    var report = target.map(it -> sync(resource, it, rest)).orElseGet(SyncReport::nothing);
    events.of(resource, wanted, report, step);
    var now = clock.instant();
    var pods = ObservedWorkload.among(Stream.concat(report.applied().stream(), observed.stream()));
    var look = diagnosis.look(target.orElse(wanted), pods, CollectorStatus.unready(resource, now));
    var isUnseen = wanted.hasWorkload() && pods.isEmpty();
    var next =
        Stream.of(
                RevisionGate.next(resource, step),
                look.next(),
                isUnseen ? Optional.of(UNSEEN) : Optional.<Duration>empty())
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder());
    var situation = new Situation(wanted, step, report, pods, look.found());
    return new Outcome(CollectorStatus.of(resource, situation, now), next);
  }

  private SyncReport sync(
      OpenTelemetryCollector resource, EffectiveCollector target, List<HasMetadata> observed) {
    var content =
        extraConfigMaps.follow(
            ResourceID.fromResource(resource), CollectorObjects.extraConfigMaps(target));
    var plan = CollectorPlan.of(target, observed, content);
    var report = apply(resource, plan);
    return report.foreign().stream().anyMatch(it -> CollectorPlan.isNamedByCluster(it.kind()))
        ? apply(resource, plan.withOwnClusterNames())
        : report;
  }

  private SyncReport apply(OpenTelemetryCollector resource, CollectorPlan plan) {
    return owned.sync(owner(resource), plan.desired(), plan.prunable());
  }

  private static Owner owner(OpenTelemetryCollector resource) {
    return CollectorPlan.owner(resource);
  }

  private Outcome reject(
      OpenTelemetryCollector resource,
      List<Finding> findings,
      CollectorFacts current,
      List<HasMetadata> observed) {
    LastGood.of(resource, current, observed).ifPresent(it -> sync(resource, it, observed));
    events.ofRejection(resource, findings);
    var status =
        CollectorStatus.rejected(
            resource, findings, ObservedWorkload.among(observed.stream()), clock.instant());
    return new Outcome(status, Optional.empty());
  }
}
