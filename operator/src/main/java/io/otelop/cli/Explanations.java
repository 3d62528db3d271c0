// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.cli.WorkloadExplanation.Ask;
import io.otelop.cli.WorkloadExplanation.Note;
import io.otelop.cli.WorkloadExplanation.Outcome;
import io.otelop.cli.WorkloadExplanation.RunningPod;
import io.otelop.cli.WorkloadExplanation.State;
import io.otelop.crds.UserAnnotations;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.instrumentation.LifeReason;
import io.otelop.naming.Labels;
import io.otelop.pod.Decision;
import io.otelop.pod.Decision.Injected;
import io.otelop.pod.Decision.Removed;
import io.otelop.pod.Decision.Skipped;
import io.otelop.pod.NamespaceLookup;
import io.otelop.pod.PodAnswer;
import io.otelop.pod.Workload;
import io.otelop.reason.Advice;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Puts together what is known about a workload. */
final class Explanations {

  /** Kinds whose pods can be made anew and go on; those of Jobs would do their work twice. */
  private static final Set<String> RESTARTABLE =
      Set.of("Deployment", "StatefulSet", "DaemonSet", "Pod");

  /** For commands that no finding has a say in. */
  static final Finding NOTHING = Finding.of(InstrumentationReason.AlreadyInstrumented, "", "", "");

  private Explanations() {}

  /**
   * Explains a workload.
   *
   * @param asks what asks for something
   * @param remarks what is odd about the annotations
   * @param decisions about a pod that is made now
   * @param running the pods that there are, and how each stands to that
   * @param restart why it is, or is not, restarted by the operator
   */
  static WorkloadExplanation of(
      Workload workload,
      String namespace,
      List<Ask> asks,
      List<Finding> remarks,
      List<Decision> decisions,
      SortedMap<String, Running> running,
      List<Finding> restart) {
    var place = new Advice.Place(namespace, workload.kind(), workload.name());
    var pods =
        running.entrySet().stream()
            .map(
                pod ->
                    new RunningPod(
                        pod.getKey(),
                        pod.getValue().standings().stream()
                            .map(it -> new State(it.injection(), it.state()))
                            .toList(),
                        pod.getValue().note()))
            .toList();
    return new WorkloadExplanation(
        workload.kind(),
        namespace,
        workload.name(),
        asks,
        remarks.stream().map(Explanations::note).toList(),
        decisions.stream().map(decision -> outcome(workload, decision)).toList(),
        pods,
        restart.stream().map(Explanations::note).toList(),
        commands(place, remarks, decisions, pods, restart));
  }

  /** A pod that runs. */
  record Running(List<PodStanding> standings, String note) {

    /** How it stands, as people call it. */
    Stream<String> states() {
      return standings.stream().map(PodStanding::state);
    }

    /** Reads the pod's note. */
    static Running of(JsonNode pod, List<PodStanding> standings) {
      return new Running(
          standings, pod.path("metadata").path("annotations").path(Labels.INJECTION).asText(""));
    }
  }

  /**
   * What asks for something: annotations of a workload's pods and of its namespace, and selectors.
   *
   * @param selecting full names of the Instrumentations that select its pods, by language
   */
  static List<Ask> asks(
      Workload workload,
      NamespaceLookup.Metadata namespace,
      SortedMap<String, List<String>> selecting) {
    var asks = new ArrayList<Ask>();
    new TreeMap<>(ClusterInjection.texts(workload.pod().at("/metadata/annotations")))
        .forEach((key, value) -> addAsk("pod", key, value, asks));
    new TreeMap<>(namespace.annotations())
        .forEach((key, value) -> addAsk("namespace", key, value, asks));
    selecting.forEach(
        (language, names) ->
            names.forEach(
                name ->
                    asks.add(
                        new Ask(
                            (name.contains("/") ? "Instrumentation " : "ClusterInstrumentation ")
                                + name,
                            "spec.selector",
                            language))));
    return asks;
  }

  private static void addAsk(String at, String key, String value, List<Ask> asks) {
    if (UserAnnotations.KNOWN.contains(key)) {
      asks.add(new Ask(at, key, value));
    }
  }

  private static Outcome outcome(Workload workload, Decision decision) {
    var subject = decision.subject();
    return switch (decision) {
      case Injected injected ->
          new Outcome(
              subject.injection(),
              subject.container(),
              "injected",
              injected.source().kind() + " " + injected.source().name(),
              StandIns.without(workload, injected.remarks()).map(Explanations::note).toList());
      case Removed(_, _, var finding) ->
          new Outcome(
              subject.injection(), subject.container(), "removed", "", List.of(note(finding)));
      case Skipped(_, var finding) ->
          new Outcome(
              subject.injection(), subject.container(), "skipped", "", List.of(note(finding)));
    };
  }

  static Note note(Finding finding) {
    return new Note(
        finding.reason().code(), finding.reason().severity().name(), finding.sentence());
  }

  /** Whether a pod would be another one if it were made now. */
  static boolean isBehind(String state) {
    return state.equals("outdated") || state.equals("missed");
  }

  private static List<String> commands(
      Advice.Place place,
      List<Finding> remarks,
      List<Decision> decisions,
      List<RunningPod> pods,
      List<Finding> restart) {
    var commands = new LinkedHashSet<String>();
    remarks.stream()
        .map(finding -> Reasons.advice(finding.reason()).command(finding, place))
        .forEach(commands::add);
    restart.stream()
        .filter(finding -> finding.reason() != LifeReason.RestartStopped)
        .map(finding -> Reasons.advice(finding.reason()).command(finding, place))
        .forEach(commands::add);
    for (var decision : decisions) {
      PodAnswer.findings(decision)
          .filter(finding -> finding.reason().severity() != Severity.INFO)
          .map(finding -> Reasons.advice(finding.reason()).command(finding, place))
          .forEach(commands::add);
    }
    var isBehind =
        pods.stream().flatMap(pod -> pod.standings().stream()).anyMatch(it -> isBehind(it.state()));
    if (isBehind) {
      commands.add(restart(place));
    }
    commands.remove("");
    return List.copyOf(commands);
  }

  /** The command that makes a workload's pods anew; empty where there is none. */
  static String restart(Advice.Place place) {
    return RESTARTABLE.contains(place.kind())
        ? new Advice("", "{restart}").command(NOTHING, place)
        : "";
  }
}
