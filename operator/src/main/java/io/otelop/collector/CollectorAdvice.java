// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.otelop.collector.config.ConfigReason;
import io.otelop.reason.Advice;
import io.otelop.reason.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What to do about the reasons of collectors. Most ask for a look at the custom resource; those
 * that do not are listed.
 */
public final class CollectorAdvice {

  private static final Advice EDIT =
      new Advice(
          "A collector or a change of it is refused or has no effect; what ran goes on running",
          "kubectl -n {namespace} edit opentelemetrycollector {name}");

  private static final Advice WARNED =
      new Advice(
          "A warning comes with a collector",
          "kubectl -n {namespace} edit opentelemetrycollector {name}");

  private static final Map<Reason, Advice> OTHERS =
      Map.of(
          CollectorReason.PodsNotReady,
          new Advice(
              "Pods of the collector are not ready",
              "kubectl -n {namespace} describe pods -l app.kubernetes.io/instance={namespace}.{name}"),
          CollectorReason.ForeignObject,
          new Advice(
              "An object that the collector needs belongs to somebody else",
              "kubectl otel -n {namespace} explain collector {name}"),
          CollectorReason.ReconcileFailed,
          new Advice(
              "The API server refuses an object of the collector",
              "kubectl otel -n {namespace} explain collector {name}"));

  private CollectorAdvice() {}

  /** All reasons that a collector's conditions, Events and refusals have. */
  public static List<Reason> reasons() {
    return Stream.<Reason>concat(
            Arrays.stream(CollectorReason.values()), Arrays.stream(ConfigReason.values()))
        .toList();
  }

  /** The advice for one of {@link #reasons()}. */
  public static Advice of(Reason reason) {
    var other = OTHERS.get(reason);
    if (other != null) {
      return other;
    }
    return switch (reason.severity()) {
      case INFO -> Advice.none("The collector is as it should be");
      case WARNING -> WARNED;
      case ERROR -> EDIT;
    };
  }
}
