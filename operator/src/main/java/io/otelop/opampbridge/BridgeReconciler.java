// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge;

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
import io.otelop.child.OperandDefaults;
import io.otelop.cluster.AccessReviews;
import io.otelop.cluster.AccessReviews.Denied;
import io.otelop.cluster.AccessReviews.Identity;
import io.otelop.cluster.EventSink;
import io.otelop.cluster.Failures;
import io.otelop.cluster.OperandChanges;
import io.otelop.cluster.OwnedInformers;
import io.otelop.cluster.OwnedObjects;
import io.otelop.cluster.OwnedObjects.Owner;
import io.otelop.cluster.StatusWrites;
import io.otelop.crds.opampbridge.BridgeStatus;
import io.otelop.crds.opampbridge.OpAMPBridge;
import io.otelop.naming.Labels;
import io.otelop.opampbridge.child.BridgeChildren;
import io.otelop.reason.Finding;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what an OpAMP bridge owns as its custom resource wants it. Conditions that it writes:
 * Ready, Permitted.
 */
@GradualRetry(maxAttempts = Failures.TRIED_FOR_EVER, maxInterval = Failures.RAREST_MILLIS)
@ControllerConfiguration(
    name = "opampbridge",
    generationAwareEventProcessing = false,
    triggerReconcilerOnAllEvents = true,
    informer = @Informer(onUpdateFilter = OperandChanges.class))
public final class BridgeReconciler implements Reconciler<OpAMPBridge> {

  private static final Logger LOG = LoggerFactory.getLogger(BridgeReconciler.class);

  /** When to look for a Deployment that was made and not seen yet. */
  private static final Duration UNSEEN = Duration.ofSeconds(5);

  /**
   * How often at most and at least to ask again for permissions that are missing: no event tells
   * that they came, and who binds a role does so soon after.
   */
  private static final Duration OFTENEST = Duration.ofSeconds(5);

  private static final Duration RAREST = Duration.ofMinutes(1);

  private final OwnedObjects owned;
  private final OwnedInformers<OpAMPBridge> informers;
  private final OperandDefaults defaults;
  private final AccessReviews reviews;
  private final EventSink events;
  private final Clock clock;

  /**
   * A reconciler.
   *
   * @param client for all that it reads and writes; not closed by this
   */
  public BridgeReconciler(
      KubernetesClient client, OperandDefaults defaults, EventSink events, Clock clock) {
    this.owned = new OwnedObjects(client);
    this.informers = new OwnedInformers<>(client, owned, OpAMPBridge.class);
    this.defaults = defaults;
    this.reviews = new AccessReviews(client);
    this.events = events;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, OpAMPBridge>> prepareEventSources(
      EventSourceContext<OpAMPBridge> context) {
    var labels = OwnedInformers.labels(Labels.OPENTELEMETRY_OPAMP_BRIDGE);
    var sources = new ArrayList<EventSource<?, OpAMPBridge>>();
    for (var namespace : context.getControllerConfiguration().getInformerConfig().getNamespaces()) {
      BridgeChildren.ALL.forEach(
          child -> sources.add(informers.informer(child.kind(), labels, namespace, context)));
    }
    return sources;
  }

  @Override
  public UpdateControl<OpAMPBridge> reconcile(OpAMPBridge resource, Context<OpAMPBridge> context) {
    var observed = informers.observed(resource, context);
    if (context.isPrimaryResourceDeleted() || resource.isMarkedForDeletion()) {
      owned.release(Owner.of(resource), observed);
      return UpdateControl.noUpdate();
    }
    var result = EffectiveBridge.of(resource, defaults);
    if (BridgeConditions.isNewSpec(resource)) {
      result.findings().forEach(it -> events.send(resource, it));
    }
    return switch (result) {
      case EffectiveBridge.Resolved(var bridge, _) ->
          sync(context.getClient(), resource, bridge, observed);
      case EffectiveBridge.Rejected(var findings) -> {
        var status = BridgeConditions.rejected(resource, findings, clock.instant());
        write(context.getClient(), resource, status);
        yield UpdateControl.noUpdate();
      }
    };
  }

  @Override
  public ErrorStatusUpdateControl<OpAMPBridge> updateErrorStatus(
      OpAMPBridge resource, Context<OpAMPBridge> context, Exception error) {
    var message = Failures.logged(LOG, resource, error);
    var reason = BridgeReason.BridgeFailed;
    events.send(resource, Finding.of(reason, "", "", "reconcile failed: " + message));
    write(
        context.getClient(),
        resource,
        BridgeConditions.failed(resource, reason, message, clock.instant()));
    return ErrorStatusUpdateControl.noStatusUpdate();
  }

  private UpdateControl<OpAMPBridge> sync(
      KubernetesClient client,
      OpAMPBridge resource,
      EffectiveBridge bridge,
      List<HasMetadata> observed) {
    var report = owned.sync(Owner.of(resource), BridgeChildren.of(bridge), observed);
    for (var object : report.foreign()) {
      events.send(
          resource,
          Finding.of(
              BridgeReason.BridgeObjectTaken,
              "",
              "",
              object + " exists already and is not this bridge's"));
    }
    var pods = Identity.ofServiceAccount(bridge.namespace(), bridge.serviceAccount());
    var permissions = reviews.ask(pods, BridgeAccess.NEEDED);
    var objects = new ArrayList<>(report.applied());
    objects.addAll(observed);
    var now = clock.instant();
    var status = BridgeConditions.of(resource, bridge, report, permissions, objects, now);
    // They are asked for again and again, and told of once.
    if (permissions instanceof Denied(var lacking)
        && !lacking.isEmpty()
        && BridgeConditions.isPermissionNews(resource, status)) {
      events.send(
          resource, Finding.of(BridgeReason.BridgePermissionsMissing, "", "", pods.lacks(lacking)));
    }
    write(client, resource, status);
    UpdateControl<OpAMPBridge> done = UpdateControl.noUpdate();
    if (objects.stream().noneMatch(Deployment.class::isInstance)) {
      return done.rescheduleAfter(UNSEEN);
    }
    // An operator that may not ask at all need not try again.
    return permissions instanceof Denied(var lacking) && !lacking.isEmpty()
        ? done.rescheduleAfter(pause(BridgeConditions.permittedSince(status).orElse(now), now))
        : done;
  }

  /** As long as they have been missing already. */
  private static Duration pause(Instant since, Instant now) {
    var age = Duration.between(since, now);
    if (age.compareTo(OFTENEST) < 0) {
      return OFTENEST;
    }
    return age.compareTo(RAREST) > 0 ? RAREST : age;
  }

  private static void write(KubernetesClient client, OpAMPBridge resource, BridgeStatus status) {
    if (!status.equals(resource.getStatus())) {
      StatusWrites.apply(client, resource, new OpAMPBridge(), status);
    }
  }
}
