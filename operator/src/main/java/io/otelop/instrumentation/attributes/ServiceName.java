// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.attributes;

import io.otelop.instrumentation.EffectiveInstrumentation;
import io.otelop.naming.Labels;
import io.otelop.pod.PodContainer;
import io.otelop.pod.PodFacts;
import java.util.Map;
import java.util.stream.Stream;

/** The name of a service, from the first that tells it. Rules: instrumentation.md 4.1. */
public final class ServiceName {

  private ServiceName() {}

  /** The name that a container's telemetry gets where the container itself gives none. */
  public static String of(
      PodFacts facts, PodContainer container, EffectiveInstrumentation instrumentation) {
    return of(
        facts,
        container,
        instrumentation,
        ResourceAttributes.of(facts, container, instrumentation).values());
  }

  static String of(
      PodFacts facts,
      PodContainer container,
      EffectiveInstrumentation instrumentation,
      Map<String, String> attributes) {
    var labels =
        instrumentation.resource().readsLabels()
            ? Stream.of(facts.label(Labels.INSTANCE), facts.label(Labels.NAME))
            : Stream.<String>empty();
    var owners =
        Stream.of("deployment", "replicaset", "statefulset", "daemonset", "cronjob", "job")
            .map(kind -> attributes.getOrDefault(AttributeKeys.ownerName(kind), ""));
    return Stream.of(
            Stream.of(ResourceAttributes.annotation(facts, AttributeKeys.SERVICE_NAME)),
            labels,
            owners,
            Stream.of(facts.name()))
        .flatMap(names -> names)
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse(container.name());
  }
}
