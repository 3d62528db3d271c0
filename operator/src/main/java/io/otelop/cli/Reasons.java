// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.collector.CollectorAdvice;
import io.otelop.instrumentation.InstrumentationAdvice;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.pod.PodReason;
import io.otelop.reason.Advice;
import io.otelop.reason.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Every reason that the operator gives to people, and what to do about it. */
final class Reasons {

  private static final String LOG =
      "kubectl -n opentelemetry-operator-system logs deployment/opentelemetry-operator";

  private Reasons() {}

  /** Those of pods and Instrumentations, in the order in which they are shown. */
  static List<Reason> ofInjection() {
    return Stream.<Reason>concat(
            Arrays.stream(InstrumentationReason.values()), Arrays.stream(PodReason.values()))
        .toList();
  }

  /** Those of collectors. */
  static List<Reason> ofCollectors() {
    return CollectorAdvice.reasons();
  }

  /** What to do about a reason. */
  static Advice advice(Reason reason) {
    return switch (reason) {
      case InstrumentationReason ofInstrumentation -> InstrumentationAdvice.of(ofInstrumentation);
      case PodReason ofPod -> advice(ofPod);
      default -> CollectorAdvice.of(reason);
    };
  }

  private static Advice advice(PodReason reason) {
    return switch (reason) {
      case InternalError ->
          new Advice("A pod gets nothing, and its owner has an Event InternalError", LOG);
      case NamespaceUnknown ->
          new Advice(
              "A pod does not get what its new namespace asks for",
              "kubectl -n {namespace} rollout restart {kind} {name}");
    };
  }
}
