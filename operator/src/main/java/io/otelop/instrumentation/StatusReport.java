// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.otelop.crds.instrumentation.InstrumentationStatus;
import io.otelop.crds.instrumentation.PodCounts;
import io.otelop.crds.instrumentation.RestartStatus;
import io.otelop.crds.instrumentation.WorkloadFailure;
import io.otelop.crds.instrumentation.WorkloadList;
import io.otelop.instrumentation.Affected.Result;
import io.otelop.instrumentation.EffectiveInstrumentation.Rejected;
import io.otelop.instrumentation.EffectiveInstrumentation.Resolved;
import io.otelop.reason.Conditions;
import io.otelop.reason.Finding;
import io.otelop.reason.Reason;
import io.otelop.reason.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The status of an Instrumentation; pure, and of a size that does not grow with the cluster. */
final class StatusReport {

  /** Workloads and failures that are named. */
  private static final int MAX_NAMED = 20;

  private static final int MAX_MESSAGE = 500;

  private StatusReport() {}

  /**
   * What it is made of.
   *
   * @param generation of the spec
   * @param pods empty where nobody could count them yet
   * @param blocked languages that are not upgraded by themselves
   * @param restart as it goes on
   */
  record Inputs(
      long generation,
      EffectiveInstrumentation.Result result,
      Optional<Survey.Report> pods,
      References references,
      SortedMap<String, String> blocked,
      Optional<RestartStatus> restart) {}

  static InstrumentationStatus of(
      Inputs inputs, @Nullable InstrumentationStatus previous, Instant now) {
    var counted = inputs.pods().filter(Survey.Report::isComplete);
    var summary = counted.map(report -> report.of(inputs.result().fullName()));
    var before =
        previous == null || previous.conditions() == null
            ? List.<Condition>of()
            : previous.conditions();
    var conditions = Conditions.merge(before, conditions(inputs), now);
    if (summary.isEmpty() && previous != null) {
      // What was counted last is worth more than nothing.
      return new InstrumentationStatus(
          inputs.generation(),
          previous.summary(),
          images(inputs.result()),
          previous.pods(),
          previous.outdated(),
          previous.missed(),
          previous.failures(),
          inputs.restart().orElse(null),
          inputs.blocked().isEmpty() ? null : inputs.blocked(),
          conditions);
    }
    var pods = summary.orElse(Summary.EMPTY);
    return new InstrumentationStatus(
        inputs.generation(),
        line(pods),
        images(inputs.result()),
        counts(pods),
        workloads(pods, Result.OUTDATED),
        workloads(pods, Result.MISSED),
        failures(pods),
        inputs.restart().orElse(null),
        inputs.blocked().isEmpty() ? null : inputs.blocked(),
        conditions);
  }

  /** The same status with another restart. */
  static InstrumentationStatus withRestart(InstrumentationStatus status, RestartStatus restart) {
    return new InstrumentationStatus(
        status.observedGeneration(),
        status.summary(),
        status.images(),
        status.pods(),
        status.outdated(),
        status.missed(),
        status.failures(),
        restart,
        status.upgradeBlockedVersions(),
        status.conditions());
  }

  private static List<Condition> conditions(Inputs inputs) {
    return Stream.concat(
            Stream.of(ready(inputs), references(inputs), counted(inputs)), disjoint(inputs))
        .toList();
  }

  /** Only for those that select pods, from what became of pods that two selected. */
  private static Stream<Condition> disjoint(Inputs inputs) {
    if (!(inputs.result() instanceof Resolved(var instrumentation, _))
        || !instrumentation.selector().isUsed()) {
      return Stream.empty();
    }
    var type = "SelectorDisjoint";
    return Stream.of(
        inputs.pods().stream()
            .flatMap(report -> report.of(instrumentation.fullName()).affected(Result.FAILED))
            .flatMap(
                failed ->
                    failed.finding().stream()
                        .filter(it -> it.reason() == InstrumentationReason.SelectorsOverlap)
                        .map(it -> failed.workload() + ": " + it.sentence()))
            .findFirst()
            .map(
                conflict ->
                    condition(
                        inputs, type, false, InstrumentationReason.SelectorsOverlap, conflict))
            .orElseGet(
                () ->
                    condition(
                        inputs,
                        type,
                        true,
                        LifeReason.NoOverlap,
                        "no running pod is selected by another one too")));
  }

  private static Condition ready(Inputs inputs) {
    return switch (inputs.result()) {
      case Resolved(_, var findings) ->
          condition(inputs, "Ready", true, LifeReason.Usable, sentences(findings, "usable"));
      case Rejected(_, var findings) ->
          condition(
              inputs,
              "Ready",
              false,
              InstrumentationReason.InvalidInstrumentation,
              sentences(
                  findings.stream().filter(it -> it.reason().severity() == Severity.ERROR).toList(),
                  "invalid"));
    };
  }

  private static Condition references(Inputs inputs) {
    var references = inputs.references();
    if (!references.absent().isEmpty()) {
      return condition(
          inputs,
          "ReferencesResolved",
          false,
          InstrumentationReason.TlsObjectMissing,
          named("not there: ", references.absent())
              + "; "
              + InstrumentationReason.TlsObjectMissing.remedy());
    }
    if (!references.unknown().isEmpty()) {
      var message =
          named("may not be read: ", references.unknown())
              + "; "
              + LifeReason.ReferencesUnknown.remedy();
      return new ConditionBuilder(
              condition(inputs, "ReferencesResolved", false, LifeReason.ReferencesUnknown, message))
          .withStatus("Unknown")
          .build();
    }
    return references.present().isEmpty()
        ? condition(
            inputs,
            "ReferencesResolved",
            true,
            LifeReason.NothingReferenced,
            "no Secret or ConfigMap is named")
        : condition(
            inputs,
            "ReferencesResolved",
            true,
            LifeReason.ReferencesFound,
            named("found: ", references.present()));
  }

  private static Condition counted(Inputs inputs) {
    if (inputs.pods().isEmpty()) {
      return condition(
          inputs, "PodsCounted", false, LifeReason.PodsNotCountedYet, "nobody counted them yet");
    }
    return inputs.pods().get().isComplete()
        ? condition(
            inputs, "PodsCounted", true, LifeReason.PodsCounted, "the numbers are those of pods")
        : condition(
            inputs,
            "PodsCounted",
            false,
            LifeReason.PodsNotReadable,
            "the operator may not read pods; " + LifeReason.PodsNotReadable.remedy());
  }

  private static Condition condition(
      Inputs inputs, String type, boolean isTrue, Reason reason, String message) {
    return Conditions.of(type, isTrue, reason, message, inputs.generation());
  }

  private static String sentences(List<Finding> findings, String otherwise) {
    return findings.isEmpty()
        ? otherwise
        : findings.stream().map(Finding::sentence).collect(Collectors.joining("\n"));
  }

  private static String named(String before, List<String> names) {
    var shown = names.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
    return before + shown + (names.size() > MAX_NAMED ? " and more" : "");
  }

  /** The API server makes null of a map that an apply empties, and then refuses it. */
  private static @Nullable Map<String, String> images(EffectiveInstrumentation.Result result) {
    var images = new TreeMap<String, String>();
    if (result instanceof Resolved(var instrumentation, _)) {
      instrumentation
          .agents()
          .forEach(
              (language, agent) -> {
                if (!agent.image().isEmpty()) {
                  images.put(language, agent.image());
                }
              });
    }
    return images.isEmpty() ? null : images;
  }

  private static String line(Summary pods) {
    var all = Counts.NONE;
    for (var counts : pods.counts().values()) {
      all = all.plus(counts);
    }
    if (all.total() == 0) {
      return "none";
    }
    var parts = new ArrayList<String>();
    parts.add(all.instrumented() + "/" + all.total() + " instrumented");
    add(parts, all.outdated(), "outdated");
    add(parts, all.missed(), "missed");
    add(parts, all.failed(), "failed");
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, int number, String what) {
    if (number > 0) {
      parts.add(number + " " + what);
    }
  }

  private static List<PodCounts> counts(Summary pods) {
    return pods.counts().entrySet().stream()
        .map(
            entry ->
                new PodCounts(
                    entry.getKey(),
                    entry.getValue().instrumented(),
                    entry.getValue().outdated(),
                    entry.getValue().missed(),
                    entry.getValue().failed()))
        .toList();
  }

  private static @Nullable WorkloadList workloads(Summary pods, Result result) {
    return Workload.list(
        pods.affected(result).map(Affected::workload).distinct().toList(), MAX_NAMED);
  }

  private static @Nullable List<WorkloadFailure> failures(Summary pods) {
    var failures =
        pods.affected(Result.FAILED)
            .limit(MAX_NAMED)
            .flatMap(
                failed ->
                    failed.finding().stream()
                        .map(
                            finding ->
                                new WorkloadFailure(
                                    failed.workload().toString(),
                                    failed.language(),
                                    finding.reason().code(),
                                    shortened(finding.sentence()),
                                    failed.pods())))
            .toList();
    return failures.isEmpty() ? null : failures;
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), MAX_MESSAGE));
  }
}
