// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.otelop.cli.CollectorExplanation.Condition;
import io.otelop.cli.Overview.WorkloadState;
import io.otelop.cli.WorkloadExplanation.Note;
import io.otelop.reason.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Whom an Instrumentation serves, with what, and how far its workloads follow. This is what {@code
 * explain instrumentation NAME -o json} prints.
 *
 * @param kind Instrumentation, or ClusterInstrumentation
 * @param namespace empty for one of the cluster
 * @param findings what is wrong or odd about its spec, as of today
 * @param agents the image of each language and who chose it
 * @param settingsOf whose settings the operator's defaults are taken from
 * @param pods that run and mean it, by language and how they stand
 * @param workloads of these pods
 * @param seen what the operator has seen of it, in words
 * @param conditions what the operator said last
 * @param restart how its workloads follow
 * @param events what the operator told of it lately
 * @param unread what could not be looked at
 * @param commands what would mend it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record InstrumentationExplanation(
    String kind,
    String namespace,
    String name,
    List<Note> findings,
    List<Agent> agents,
    String settingsOf,
    SortedMap<String, SortedMap<String, Integer>> pods,
    List<WorkloadState> workloads,
    String seen,
    List<Condition> conditions,
    Restart restart,
    List<Note> events,
    List<String> unread,
    List<String> commands) {

  /**
   * An agent.
   *
   * @param from who chose the image
   */
  record Agent(String language, String image, String from) {}

  /**
   * How workloads follow.
   *
   * @param policy what its spec says
   * @param progress how far that has come; empty where nothing was to be restarted
   * @param stopped what stops all of it
   * @param workloads those that roll, failed or wait, each with the reason
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Restart(String policy, String progress, List<Note> stopped, List<Progress> workloads) {}

  /** Why a workload is, or is not, restarted. */
  record Progress(String workload, String reason, String severity, String message) {}

  /** As lines for a person. */
  List<String> lines(Terminal terminal) {
    var lines = new ArrayList<String>();
    lines.add(kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name));
    Sections.add("What its spec says", Sections.notes(findings, terminal), lines);
    var agentTable = new Table("LANGUAGE", "IMAGE", "FROM");
    agents.forEach(it -> agentTable.row(it.language(), it.image(), it.from()));
    Sections.add("Agents", agentTable.lines(), lines);
    Sections.add("Defaults", List.of(settingsOf), lines);
    Sections.add(
        "Pods that mean it",
        pods.isEmpty()
            ? List.of("none that run")
            : pods.entrySet().stream()
                .map(it -> it.getKey() + ": " + counts(it.getValue()))
                .toList(),
        lines);
    Sections.add("Workloads", workloads(terminal), lines);
    Sections.add("What the operator says", List.of(seen), lines);
    conditions.forEach(condition -> lines.add("  " + condition.line()));
    Sections.add("Restart of workloads", restartLines(terminal), lines);
    Sections.add("Told lately", Sections.notes(events, terminal), lines);
    Sections.add("Could not be looked at", unread, lines);
    Sections.add("What to do", commands, lines);
    return lines;
  }

  private List<String> workloads(Terminal terminal) {
    var table = new Table("WORKLOAD", "LANGUAGE", "PODS", "STATE", "REASON");
    for (var it : workloads) {
      table.row(
          it.kind() + " " + it.namespace() + "/" + it.name(),
          it.language(),
          String.valueOf(it.pods()),
          terminal.coloured(ExplanationText.severity(it.state()), it.state()),
          it.reason().isEmpty() ? "" : it.reason() + ": " + it.message());
    }
    return table.isEmpty() ? List.of() : table.lines();
  }

  private List<String> restartLines(Terminal terminal) {
    var lines = new ArrayList<String>();
    lines.add("policy: " + restart.policy());
    if (!restart.progress().isEmpty()) {
      lines.add(restart.progress());
    }
    lines.addAll(Sections.notes(restart.stopped(), terminal));
    for (var it : restart.workloads()) {
      lines.add(
          "%s: %s: %s"
              .formatted(
                  it.workload(),
                  terminal.coloured(Severity.valueOf(it.severity()), it.reason()),
                  it.message()));
    }
    return lines;
  }

  private static String counts(SortedMap<String, Integer> byState) {
    return byState.entrySet().stream()
        .map(it -> it.getValue() + " " + it.getKey())
        .collect(Collectors.joining(", "));
  }
}
