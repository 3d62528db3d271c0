// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.otelop.child.Child;
import io.otelop.cluster.EventSink;
import io.otelop.cluster.OwnedObjects;
import io.otelop.collector.child.Children;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.collector.OpenTelemetryCollectorStatus;
import io.otelop.naming.Labels;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a collector owns as its custom resource wants it. Conditions that it writes: Ready,
 * Progressing, ConfigValid. An unmanaged collector is left alone, its status too.
 */
@ControllerConfiguration(name = "opentelemetrycollector")
public final class CollectorReconciler implements Reconciler<OpenTelemetryCollector> {

  private static final Logger LOG = LoggerFactory.getLogger(CollectorReconciler.class);
  private static final String UNMANAGED = "unmanaged";
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(Labels.OPERATOR)
          .withForce(true)
          .build();

  private final OwnedObjects owned;
  private final Supplier<CollectorFacts> facts;
  private final EventSink events;
  private final Clock clock;

  /**
   * A reconciler; it holds no state of its own.
   *
   * @param facts asked at the beginning of every reconcile
   */
  public CollectorReconciler(
      OwnedObjects owned, Supplier<CollectorFacts> facts, EventSink events, Clock clock) {
    this.owned = owned;
    this.facts = facts;
    this.events = events;
    this.clock = clock;
  }

  /** The kinds of objects that a collector may own. */
  public static List<Class<? extends HasMetadata>> ownedKinds() {
    return Children.ALL.stream()
        .<Class<? extends HasMetadata>>map(Child::kind)
        .collect(Collectors.toUnmodifiableList());
  }

  @Override
  public List<EventSource<?, OpenTelemetryCollector>> prepareEventSources(
      EventSourceContext<OpenTelemetryCollector> context) {
    return ownedKinds().stream()
        .<EventSource<?, OpenTelemetryCollector>>map(kind -> informer(kind, context))
        .toList();
  }

  @Override
  public UpdateControl<OpenTelemetryCollector> reconcile(
      OpenTelemetryCollector resource, Context<OpenTelemetryCollector> context) {
    if (UNMANAGED.equals(resource.getSpec().managementState())) {
      return UpdateControl.noUpdate();
    }
    var observed = observed(context);
    var status =
        switch (EffectiveCollector.of(resource, facts.get())) {
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
    var report =
        owned.sync(
            collector.uid(),
            Children.of(collector),
            ConfigRetention.withoutKept(observed, collector));
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

  private OpenTelemetryCollectorStatus reject(
      OpenTelemetryCollector resource, List<Finding> findings, List<HasMetadata> observed) {
    findings.stream()
        .filter(finding -> finding.reason().severity() == Severity.ERROR)
        .forEach(finding -> events.send(resource, finding));
    return CollectorStatus.rejected(
        resource, findings, ObservedWorkload.among(observed), clock.instant());
  }

  private static List<HasMetadata> observed(Context<OpenTelemetryCollector> context) {
    return ownedKinds().stream()
        .<HasMetadata>flatMap(context::getSecondaryResourcesAsStream)
        .toList();
  }

  private static <T extends HasMetadata> InformerEventSource<T, OpenTelemetryCollector> informer(
      Class<T> kind, EventSourceContext<OpenTelemetryCollector> context) {
    var selector =
        Map.of(Labels.MANAGED_BY, Labels.OPERATOR, Labels.COMPONENT, Labels.OPENTELEMETRY_COLLECTOR)
            .entrySet()
            .stream()
            .map(Map.Entry::toString)
            .sorted()
            .collect(Collectors.joining(","));
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, OpenTelemetryCollector.class)
            .withLabelSelector(selector)
            .withNamespacesInheritedFromController()
            .build(),
        context);
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
