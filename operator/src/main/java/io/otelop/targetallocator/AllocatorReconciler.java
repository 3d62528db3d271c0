// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.otelop.child.ApiKind;
import io.otelop.child.Child;
import io.otelop.child.Child.Need;
import io.otelop.child.OptionalChild;
import io.otelop.cluster.ClusterKinds;
import io.otelop.cluster.EventSink;
import io.otelop.cluster.Failures;
import io.otelop.cluster.OperandChanges;
import io.otelop.cluster.OwnedObjects;
import io.otelop.cluster.OwnedObjects.Owner;
import io.otelop.cluster.StatusWrites;
import io.otelop.crds.targetallocator.AllocatorStatus;
import io.otelop.crds.targetallocator.TargetAllocator;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import io.otelop.targetallocator.child.AllocatorChildren;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a target allocator owns as its custom resource wants it. Conditions that it writes:
 * Ready, HasCollector. An unmanaged one is left alone, its status too.
 */
@GradualRetry(maxAttempts = Failures.TRIED_FOR_EVER, maxInterval = Failures.RAREST_MILLIS)
@ControllerConfiguration(
    name = "targetallocator",
    generationAwareEventProcessing = false,
    triggerReconcilerOnAllEvents = true,
    informer = @Informer(onUpdateFilter = OperandChanges.class))
public final class AllocatorReconciler implements Reconciler<TargetAllocator> {

  private static final Logger LOG = LoggerFactory.getLogger(AllocatorReconciler.class);

  /** When to look for a Deployment that was made and not seen yet. */
  private static final Duration UNSEEN = Duration.ofSeconds(5);

  private final OwnedObjects owned;
  private final AllocatorSources sources;
  private final Supplier<AllocatorFacts> facts;
  private final EventSink events;
  private final Clock clock;

  /**
   * A reconciler.
   *
   * @param client for all that it reads and writes; not closed by this
   * @param kinds which of {@link #optionalKinds} the cluster knows
   * @param facts asked at the beginning of every reconcile
   */
  public AllocatorReconciler(
      KubernetesClient client,
      ClusterKinds kinds,
      Supplier<AllocatorFacts> facts,
      EventSink events,
      Clock clock) {
    this.owned = new OwnedObjects(client);
    this.sources = new AllocatorSources(client, kinds, owned);
    this.facts = facts;
    this.events = events;
    this.clock = clock;
  }

  /** The kinds that a target allocator may own where the cluster knows them. */
  public static Set<ApiKind> optionalKinds() {
    return AllocatorChildren.OPTIONAL.stream()
        .map(OptionalChild::kind)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The kinds of roles and bindings that a target allocator may have. */
  public static List<Class<? extends HasMetadata>> rbacKinds() {
    return Child.kinds(AllocatorChildren.ALL, Need.RBAC);
  }

  /** Labels of all that any target allocator owns. */
  public static Map<String, String> labels() {
    return AllocatorSources.labels();
  }

  /** Has every target allocator looked at again: a fact that all depend on has changed. */
  public void lookAtAll() {
    sources.lookAtAll();
  }

  @Override
  public List<EventSource<?, TargetAllocator>> prepareEventSources(
      EventSourceContext<TargetAllocator> context) {
    return sources.make(facts.get().cluster().grantsRoles(), context);
  }

  @Override
  public UpdateControl<TargetAllocator> reconcile(
      TargetAllocator resource, Context<TargetAllocator> context) {
    var current = facts.get();
    if (current.cluster().grantsRoles()) {
      sources.watchRoles(context);
    }
    var observed = sources.observed(resource, context);
    if (context.isPrimaryResourceDeleted() || resource.isMarkedForDeletion()) {
      owned.release(Owner.of(resource), observed);
      return UpdateControl.noUpdate();
    }
    if ("unmanaged".equals(EffectiveAllocator.spec(resource).managementState())) {
      return UpdateControl.noUpdate();
    }
    var collectors = sources.collectors(resource, context);
    return switch (EffectiveAllocator.of(resource, collectors, current)) {
      case EffectiveAllocator.Resolved(var allocator, _) ->
          sync(context.getClient(), resource, allocator, observed);
      case EffectiveAllocator.Rejected(var findings) -> {
        findings.stream()
            .filter(it -> it.reason().severity() == Severity.ERROR)
            .forEach(it -> events.send(resource, it));
        var status = AllocatorConditions.rejected(resource, findings, clock.instant());
        write(context.getClient(), resource, status);
        yield UpdateControl.noUpdate();
      }
    };
  }

  @Override
  public ErrorStatusUpdateControl<TargetAllocator> updateErrorStatus(
      TargetAllocator resource, Context<TargetAllocator> context, Exception error) {
    var message = Failures.logged(LOG, resource, error);
    var reason = AllocatorReason.AllocatorFailed;
    events.send(resource, Finding.of(reason, "", "", "reconcile failed: " + message));
    write(
        context.getClient(),
        resource,
        AllocatorConditions.failed(resource, reason, message, clock.instant()));
    return ErrorStatusUpdateControl.noStatusUpdate();
  }

  private UpdateControl<TargetAllocator> sync(
      KubernetesClient client,
      TargetAllocator resource,
      EffectiveAllocator allocator,
      List<HasMetadata> observed) {
    var report = owned.sync(Owner.of(resource), AllocatorChildren.of(allocator), observed);
    for (var object : report.foreign()) {
      events.send(
          resource,
          Finding.of(
              AllocatorReason.AllocatorObjectTaken,
              "",
              "",
              object + " exists already and is not this target allocator's"));
    }
    var objects = new ArrayList<>(report.applied());
    objects.addAll(observed);
    var status = AllocatorConditions.of(resource, allocator, report, objects, clock.instant());
    write(client, resource, status);
    UpdateControl<TargetAllocator> done = UpdateControl.noUpdate();
    return objects.stream().anyMatch(Deployment.class::isInstance)
        ? done
        : done.rescheduleAfter(UNSEEN);
  }

  private static void write(
      KubernetesClient client, TargetAllocator resource, AllocatorStatus status) {
    if (!status.equals(resource.getStatus())) {
      StatusWrites.apply(client, resource, new TargetAllocator(), status);
    }
  }
}
