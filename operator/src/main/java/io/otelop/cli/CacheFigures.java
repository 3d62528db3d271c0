// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.event.source.informer.ManagedInformerEventSource;
import io.otelop.collector.CollectorCounts;
import io.otelop.telemetry.Metrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the controllers hold in memory, counted whenever somebody wants to know. */
final class CacheFigures {

  private CacheFigures() {}

  /** Shows them; a replica that does not reconcile holds nothing. */
  static void show(
      Metrics metrics, Supplier<List<Operator>> operators, CollectorCounts collectors) {
    metrics.gauges(
        "otelop_cached_objects",
        "Objects of the cluster that the controllers hold in memory",
        List.of("controller", "kind"),
        () -> sizes(operators.get()));
    metrics.gauges(
        "otelop_collectors",
        "Collectors by the status of each condition",
        List.of("condition", "status"),
        collectors::byCondition);
  }

  private static Map<List<String>, Long> sizes(List<Operator> operators) {
    var sizes = new HashMap<List<String>, Long>();
    operators.stream()
        .flatMap(CacheFigures::controllers)
        .forEach(
            controller ->
                informers(controller)
                    .forEach(
                        informer ->
                            sizes.merge(
                                List.of(controller.getConfiguration().getName(), kind(informer)),
                                informer.keys().count(),
                                Long::sum)));
    return sizes;
  }

  private static Stream<Controller<?>> controllers(Operator operator) {
    return operator.getRuntimeInfo().getRegisteredControllers().stream()
        .filter(Controller.class::isInstance)
        .map(it -> (Controller<?>) it);
  }

  private static Stream<ManagedInformerEventSource<?, ?, ?>> informers(Controller<?> controller) {
    return controller
        .getEventSourceManager()
        .allEventSourcesStream()
        .filter(ManagedInformerEventSource.class::isInstance)
        .map(it -> (ManagedInformerEventSource<?, ?, ?>) it);
  }

  private static String kind(ManagedInformerEventSource<?, ?, ?> informer) {
    var type = informer.resourceType();
    return type.equals(GenericKubernetesResource.class) ? informer.name() : type.getSimpleName();
  }
}
