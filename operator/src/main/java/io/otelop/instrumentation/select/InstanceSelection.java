// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.select;

import io.otelop.instrumentation.EffectiveInstrumentation;
import io.otelop.instrumentation.EffectiveInstrumentation.Rejected;
import io.otelop.instrumentation.EffectiveInstrumentation.Resolved;
import io.otelop.instrumentation.EffectiveInstrumentation.Result;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.instrumentation.Instrumentations;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.util.List;
import java.util.stream.Collectors;

/** Which Instrumentation a request means. Rules: instrumentation.md 2.4. */
public final class InstanceSelection {

  /** Names that a message lists at most. */
  private static final int MAX_NAMES = 5;

  /** Kubernetes has none that is longer. */
  private static final int LONGEST_NAMESPACE = 63;

  private InstanceSelection() {}

  /** The one that is meant. */
  public static Choice<EffectiveInstrumentation> of(
      Request request, String namespace, Instrumentations known) {
    if (request.isSelected()) {
      return selected(request);
    }
    if (request.isForAny()) {
      return only(request, namespace, forAny(namespace, known));
    }
    var slash = request.value().indexOf('/');
    if (slash == 0) {
      return Choice.missing(
          request.finding(
              InstrumentationReason.UnknownInstrumentation, "has no namespace in front of its /"));
    }
    var place = slash < 0 ? namespace : request.value().substring(0, slash);
    var name = request.value().substring(slash + 1);
    return known
        .find(place, name)
        .map(result -> usable(request, result))
        .orElseGet(
            () ->
                Choice.missing(
                    request.finding(
                        InstrumentationReason.UnknownInstrumentation,
                        "names no Instrumentation of namespace "
                            + place.substring(0, Math.min(place.length(), LONGEST_NAMESPACE))
                            + among(known.in(place)))));
  }

  /** Full names of those that a request is about, also where none can be used. */
  public static List<String> meant(Request request, String namespace, Instrumentations known) {
    if (request.isSelected()) {
      return request.selecting().stream().map(EffectiveInstrumentation::fullName).toList();
    }
    if (request.isForAny()) {
      return forAny(namespace, known).stream().map(Result::fullName).toList();
    }
    return List.of(
        request.value().indexOf('/') < 0 ? namespace + "/" + request.value() : request.value());
  }

  /** Those of the cluster stand in where a namespace has none of its own. */
  private static List<Result> forAny(String namespace, Instrumentations known) {
    var own = known.in(namespace);
    return own.isEmpty() ? known.ofCluster() : own;
  }

  private static Choice<EffectiveInstrumentation> selected(Request request) {
    var selecting = request.selecting();
    return selecting.size() == 1
        ? new Choice.Found<>(selecting.getFirst())
        : Choice.missing(
            request.finding(
                InstrumentationReason.SelectorsOverlap,
                "of "
                    + selecting.stream()
                        .limit(MAX_NAMES)
                        .map(EffectiveInstrumentation::fullName)
                        .collect(Collectors.joining(" and "))
                    + " select the same pod for "
                    + request.language().name()));
  }

  private static Choice<EffectiveInstrumentation> only(
      Request request, String namespace, List<Result> candidates) {
    return switch (candidates.size()) {
      case 0 ->
          Choice.missing(
              request.finding(
                  InstrumentationReason.NoInstrumentationInNamespace,
                  "finds no Instrumentation in namespace " + namespace));
      case 1 -> usable(request, candidates.getFirst());
      default ->
          Choice.missing(
              request.finding(
                  InstrumentationReason.SeveralInstrumentations,
                  "finds several Instrumentations in namespace " + namespace + among(candidates)));
    };
  }

  private static Choice<EffectiveInstrumentation> usable(Request request, Result result) {
    return switch (result) {
      case Resolved(var instrumentation, _) -> new Choice.Found<>(instrumentation);
      case Rejected(var fullName, var findings) ->
          Choice.missing(
              request.finding(
                  InstrumentationReason.InvalidInstrumentation,
                  "means Instrumentation " + fullName + ", which is invalid: " + first(findings)));
    };
  }

  private static String first(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.reason().severity() == Severity.ERROR)
        .findFirst()
        .map(Finding::sentence)
        .orElse("");
  }

  private static String among(List<Result> candidates) {
    if (candidates.isEmpty()) {
      return ", which has none";
    }
    return candidates.stream()
        .limit(MAX_NAMES)
        .map(Result::fullName)
        .collect(
            Collectors.joining(", ", ": there are ", candidates.size() > MAX_NAMES ? ", ..." : ""));
  }
}
