// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.otelop.naming.SpanAttributes;
import io.otelop.pod.Decision;
import io.otelop.pod.PodAnswer;
import io.otelop.reason.Finding;
import io.otelop.telemetry.Metrics;
import java.util.function.Consumer;

/** Counts what became of each container that something was asked of, and says it at the span. */
final class InjectionReport implements Consumer<PodAnswer> {

  private final Metrics.Counter injections;
  private final Metrics.Counter remarks;

  private InjectionReport(Metrics metrics) {
    injections =
        metrics.counter(
            "otelop_injections_total",
            "Decisions about containers of pods that asked for something",
            "injection",
            "result",
            "reason");
    remarks =
        metrics.counter(
            "otelop_injection_remarks_total",
            "What is odd about containers that got what they asked for",
            "injection",
            "reason");
  }

  /** A report that counts here; called within the span of the request. */
  static Consumer<PodAnswer> to(Metrics metrics) {
    return new InjectionReport(metrics);
  }

  @Override
  public void accept(PodAnswer answer) {
    var span = Span.current();
    for (var decision : answer.decisions()) {
      var result = result(decision);
      var injection = decision.subject().injection();
      injections.increment(injection, result.name(), result.reason());
      if (decision instanceof Decision.Injected injected) {
        injected.remarks().forEach(it -> remarks.increment(injection, it.reason().code()));
      }
      if (span.isRecording()) {
        span.addEvent("injection", attributes(decision, result));
      }
    }
  }

  /** What a decision comes to: a word, and the code and sentence of the reason. */
  private record Result(String name, String reason, String sentence) {

    static Result of(String name, Finding finding) {
      return new Result(name, finding.reason().code(), finding.sentence());
    }
  }

  private static Result result(Decision decision) {
    return switch (decision) {
      case Decision.Injected _ -> new Result("injected", "", "");
      case Decision.Removed removed -> Result.of("removed", removed.finding());
      case Decision.Skipped skipped -> Result.of("skipped", skipped.finding());
    };
  }

  private static Attributes attributes(Decision decision, Result result) {
    var attributes =
        Attributes.builder()
            .put(SpanAttributes.INJECTION, decision.subject().injection())
            .put(SpanAttributes.INJECTION_RESULT, result.name());
    if (!decision.subject().container().isEmpty()) {
      attributes.put(SpanAttributes.CONTAINER, decision.subject().container());
    }
    if (!result.reason().isEmpty()) {
      attributes.put(SpanAttributes.REASON, result.reason());
      attributes.put(SpanAttributes.SENTENCE, result.sentence());
    }
    if (decision instanceof Decision.Injected injected) {
      attributes.put(
          SpanAttributes.SOURCE, injected.source().kind() + " " + injected.source().name());
    }
    return attributes.build();
  }
}
