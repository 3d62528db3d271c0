// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.otelop.cluster.EventSink;
import io.otelop.reason.Finding;
import io.otelop.telemetry.Metrics;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What others, or time, did to the operator: counted, and told as an Event at its pod. Who finds it
 * writes the line of the log.
 */
final class Incidents implements Consumer<Finding> {

  private final Metrics.Counter counter;
  private final EventSink events;
  private final Optional<ObjectReference> pod;

  private Incidents(Metrics.Counter counter, EventSink events, Optional<ObjectReference> pod) {
    this.counter = counter;
    this.events = events;
    this.pod = pod;
  }

  /**
   * Counts from now on.
   *
   * @param namespace of the operator's pod; empty outside a cluster, where there is none
   * @param instance the pod's name
   */
  static Incidents to(Metrics metrics, EventSink events, String namespace, String instance) {
    var counter =
        metrics.counter(
            "otelop_incidents_total",
            "What others, or time, did to the operator, by reason",
            "reason");
    Reasons.ofOperator().forEach(reason -> counter.showZero(reason.code()));
    var pod =
        new ObjectReferenceBuilder()
            .withApiVersion("v1")
            .withKind("Pod")
            .withNamespace(namespace)
            .withName(instance)
            .build();
    return new Incidents(counter, events, Optional.of(pod).filter(_ -> !namespace.isEmpty()));
  }

  @Override
  public void accept(Finding finding) {
    counter.increment(finding.reason().code());
    pod.ifPresent(it -> events.send(it, finding));
  }
}
