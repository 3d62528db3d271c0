// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.cli.CollectorExplanation.Condition;
import io.otelop.cli.InstrumentationExplanation.Agent;
import io.otelop.cli.InstrumentationExplanation.Progress;
import io.otelop.cli.InstrumentationExplanation.Restart;
import io.otelop.cli.Overview.WorkloadState;
import io.otelop.cluster.ObjectReads;
import io.otelop.crds.instrumentation.ClusterInstrumentation;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.crds.instrumentation.InstrumentationSpec;
import io.otelop.crds.instrumentation.InstrumentationStatus;
import io.otelop.crds.instrumentation.RestartStatus;
import io.otelop.instrumentation.AgentImage;
import io.otelop.instrumentation.EffectiveInstrumentation;
import io.otelop.instrumentation.EffectiveInstrumentation.Resolved;
import io.otelop.instrumentation.InstrumentationFacts;
import io.otelop.instrumentation.RestartReport;
import io.otelop.reason.Advice;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import io.otelop.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts together what is known about an Instrumentation: what its spec means today and how the
 * running pods stand, which needs no operator that runs, and what an operator has said of it.
 */
final class InstrumentationExplanations {

  /** Commands for one workload each that are printed. */
  private static final int MOST_RESTARTS = 5;

  private final ObjectReads reads;
  private final ClusterInjection injection;
  private final InstrumentationFacts facts;
  private final String settingsOf;
  private final List<String> unread = new ArrayList<>();

  /**
   * Reads nothing yet.
   *
   * @param settings of the operator
   * @param settingsOf whose they are, in words
   */
  InstrumentationExplanations(
      ObjectReads reads, ClusterInjection injection, Settings settings, String settingsOf) {
    this.reads = reads;
    this.injection = injection;
    this.facts = InstrumentationFacts.of(settings);
    this.settingsOf = settingsOf;
  }

  /** Reads the pods that may mean it. */
  InstrumentationExplanation explain(JsonNode tree) {
    var kind = tree.path("kind").asText();
    var namespace = tree.at("/metadata/namespace").asText();
    var name = tree.at("/metadata/name").asText();
    var resource = resource(tree);
    var result = EffectiveInstrumentation.of(resource, facts);
    var count = count(result.fullName(), namespace);
    var status =
        tree.path("status").isObject()
            ? Optional.of(Manifests.as(tree.path("status"), InstrumentationStatus.class))
            : Optional.<InstrumentationStatus>empty();
    var conditions = CollectorExplanations.conditions(tree);
    var restart = status.map(InstrumentationStatus::restart);
    var place = new Advice.Place(namespace, kind, name);
    return new InstrumentationExplanation(
        kind,
        namespace,
        name,
        result.findings().stream().map(Explanations::note).toList(),
        AgentImage.of(resource, facts).stream().map(InstrumentationExplanations::agent).toList(),
        settingsOf,
        byLanguage(count),
        count,
        seen(tree, conditions),
        conditions,
        new Restart(
            result instanceof Resolved(var instrumentation, _)
                ? RestartReport.policy(instrumentation)
                : "none, for the spec cannot be used",
            restart.map(InstrumentationExplanations::progress).orElse(""),
            restart.flatMap(RestartReport::stop).stream().map(Explanations::note).toList(),
            restart.stream()
                .flatMap(it -> RestartReport.entries(it).stream())
                .map(InstrumentationExplanations::progress)
                .toList()),
        EventNotes.of(reads, namespace, kind, name, unread),
        unread,
        commands(place, result.findings(), conditions, restart, count));
  }

  private static CustomResource<InstrumentationSpec, InstrumentationStatus> resource(
      JsonNode tree) {
    return tree.at("/metadata/namespace").asText().isEmpty()
        ? Manifests.as(tree, ClusterInstrumentation.class)
        : Manifests.as(tree, Instrumentation.class);
  }

  /** Pods of other namespaces can name it too; who may not see those sees its own ones. */
  private List<WorkloadState> count(String fullName, String namespace) {
    try {
      return countIn("", fullName);
    } catch (KubernetesClientException refused) {
      unread.add("pods of all namespaces: " + CollectorPlanning.message(refused));
    }
    try {
      return namespace.isEmpty() ? List.of() : countIn(namespace, fullName);
    } catch (KubernetesClientException refused) {
      unread.add("pods of namespace " + namespace + ": " + CollectorPlanning.message(refused));
      return List.of();
    }
  }

  private List<WorkloadState> countIn(String where, String fullName) {
    var count = new Overview.Count(fullName::equals);
    reads.each(
        Kinds.POD,
        where,
        "",
        pod -> {
          var place = pod.at("/metadata/namespace").asText();
          var standings =
              injection.standings(pod, place).stream()
                  .filter(it -> it.instrumentations().contains(fullName))
                  .toList();
          if (!standings.isEmpty()) {
            count.add(injection.workload(pod, place), standings);
          }
        });
    return count.with(List.of()).workloads();
  }

  private static SortedMap<String, SortedMap<String, Integer>> byLanguage(
      List<WorkloadState> workloads) {
    var counts = new TreeMap<String, SortedMap<String, Integer>>();
    workloads.forEach(
        it ->
            counts
                .computeIfAbsent(it.language(), _ -> new TreeMap<>())
                .merge(it.state(), it.pods(), Integer::sum));
    return counts;
  }

  private static Agent agent(AgentImage agent) {
    var from =
        switch (agent.chosenBy()) {
          case SPEC -> "the spec";
          case OPERATOR_AT_WRITING -> "the operator, which wrote it into the spec";
          case OPERATOR -> "the operator, for the spec names none";
        };
    return new Agent(
        agent.language(),
        agent.image(),
        agent.isEnabled() ? from : from + "; pods cannot ask for it, the operator has it disabled");
  }

  private static String seen(JsonNode tree, List<Condition> conditions) {
    var generation = tree.at("/metadata/generation").asLong();
    var observed = tree.at("/status/observedGeneration").asLong();
    if (conditions.isEmpty()) {
      return "nothing: no operator has looked at it";
    }
    return observed == generation
        ? "of the spec as it is now"
        : "of generation %d, and the spec is of generation %d: no operator has looked at it since"
            .formatted(observed, generation);
  }

  private static String progress(RestartStatus restart) {
    return Stream.of(
            Optional.ofNullable(restart.phase()),
            Optional.ofNullable(restart.message())
                .filter(_ -> RestartReport.stop(restart).isEmpty()),
            Optional.ofNullable(restart.target()).map(it -> "for " + it),
            Optional.ofNullable(restart.restarted()).map(it -> it + " restarted"),
            Optional.ofNullable(restart.pending()).map(it -> it + " still to be"))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", "));
  }

  private static Progress progress(RestartReport.Entry entry) {
    var finding = entry.finding();
    return new Progress(
        entry.workload().toString(),
        finding.reason().code(),
        finding.reason().severity().name(),
        finding.sentence());
  }

  private static List<String> commands(
      Advice.Place place,
      List<Finding> findings,
      List<Condition> conditions,
      Optional<RestartStatus> restart,
      List<WorkloadState> workloads) {
    var commands = new LinkedHashSet<String>();
    findings.stream()
        .filter(finding -> finding.reason().severity() != Severity.INFO)
        .map(finding -> Reasons.command(finding, place))
        .forEach(commands::add);
    commands.addAll(Reasons.commands(conditions, place));
    restart
        .flatMap(RestartReport::stop)
        .map(it -> Reasons.command(it, place))
        .ifPresent(commands::add);
    restart.stream()
        .flatMap(it -> RestartReport.entries(it).stream())
        .map(it -> Reasons.command(it.finding(), place(it.workload())))
        .forEach(commands::add);
    for (var it : workloads) {
      Reasons.of(it.reason())
          .map(
              reason ->
                  Reasons.command(
                      Finding.of(reason, "ANNOTATION", "", ""),
                      new Advice.Place(it.namespace(), it.kind(), it.name())))
          .ifPresent(commands::add);
    }
    workloads.stream()
        .filter(it -> Explanations.isBehind(it.state()))
        .map(it -> Explanations.restart(new Advice.Place(it.namespace(), it.kind(), it.name())))
        .distinct()
        .limit(MOST_RESTARTS)
        .forEach(commands::add);
    commands.remove("");
    return commands.stream().map(command -> ofThisOne(command, place)).distinct().toList();
  }

  /** A pod's reason does not know which Instrumentation is to be edited. */
  private static String ofThisOne(String command, Advice.Place place) {
    return command.replace(
        "kubectl -n NAMESPACE edit instrumentation NAME",
        new Advice("", "{edit}").command(Explanations.NOTHING, place));
  }

  private static Advice.Place place(io.otelop.instrumentation.Workload workload) {
    return new Advice.Place(workload.namespace(), workload.kind(), workload.name());
  }
}
