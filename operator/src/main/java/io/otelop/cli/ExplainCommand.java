// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.cli.Explanations.Running;
import io.otelop.cluster.ObjectReads.Kind;
import io.otelop.crds.instrumentation.InstrumentationStatus;
import io.otelop.instrumentation.RestartReport;
import io.otelop.pod.Workload;
import io.otelop.reason.Finding;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * {@code explain KIND NAME}: which annotation asked for what, what came of it, how the running pods
 * stand to it, and the command that would mend it; or how a collector or an Instrumentation is. It
 * needs no running operator.
 */
final class ExplainCommand implements Tool {

  private final Terminal terminal;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public CommandSpec describe() {
    var spec =
        Options.describe(
            this,
            "explain",
            "Say why a workload is, or is not, instrumented and what would mend it; or how a"
                + " collector or an Instrumentation is");
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("KIND NAME")
            .arity("1..2")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .completionCandidates(
                List.of(
                    "pod",
                    "deployment",
                    "statefulset",
                    "daemonset",
                    "job",
                    "cronjob",
                    "collector",
                    "instrumentation",
                    "clusterinstrumentation"))
            .description("As in deployment shop, or deployment/shop")
            .build());
    Access.addOptions(spec).addOption(Output.option()).addOption(Options.setting());
    return spec;
  }

  @Override
  public int run(ParseResult line) throws IOException {
    var words = line.matchedPositionalValue(0, List.<String>of());
    var parts = words.size() == 1 ? List.of(words.getFirst().split("/", 2)) : words;
    if (parts.size() != 2) {
      throw new ParameterException(
          line.commandSpec().commandLine(), "say what it is and its name, as in deployment shop");
    }
    try (var access = Access.open(line)) {
      return explain(line, access, parts.getFirst(), parts.getLast());
    }
  }

  private int explain(ParseResult line, Access access, String word, String name) {
    if (Kinds.isCollector(word)) {
      return explainCollector(line, access, name);
    }
    var instrumentation = Kinds.instrumentationOf(word);
    if (instrumentation.isPresent()) {
      return explainInstrumentation(line, access, instrumentation.get(), name);
    }
    var kind =
        Kinds.workload(word)
            .orElseThrow(
                () ->
                    new ParameterException(
                        line.commandSpec().commandLine(),
                        "there is nothing to explain about a " + word));
    var reads = access.reads();
    var found = reads.get(kind, access.namespace(), name);
    if (found.isEmpty()) {
      terminal
          .err()
          .println(
              "There is no %s %s in namespace %s."
                  .formatted(kind.kind(), name, access.namespace()));
      return Command.FAILED;
    }
    var settings = InstalledOperator.settings(line, reads);
    var injection =
        new ClusterInjection(
            access, settings, ClusterCollectors.of(line, access), terminal.err()::println);
    var explanation = of(found.get(), access, injection);
    Output.of(line)
        .write(terminal, explanation, () -> new ExplanationText(terminal).lines(explanation));
    return Command.OK;
  }

  private int explainCollector(ParseResult line, Access access, String name) {
    var reads = access.reads();
    var found = reads.get(Kinds.COLLECTOR, access.namespace(), name);
    if (found.isEmpty()) {
      terminal
          .err()
          .println("There is no collector %s in namespace %s.".formatted(name, access.namespace()));
      return Command.FAILED;
    }
    var facts = ClusterCollectors.of(line, access).facts();
    var explanation = CollectorExplanations.of(found.get(), facts, reads);
    Output.of(line).write(terminal, explanation, () -> explanation.lines(terminal));
    return Command.OK;
  }

  private int explainInstrumentation(ParseResult line, Access access, Kind kind, String name) {
    var reads = access.reads();
    var isOfCluster = kind.equals(Kinds.CLUSTER_INSTRUMENTATION);
    var found = reads.get(kind, isOfCluster ? "" : access.namespace(), name);
    if (found.isEmpty()) {
      terminal
          .err()
          .println(
              isOfCluster
                  ? "There is no %s %s.".formatted(kind.kind(), name)
                  : "There is no %s %s in namespace %s."
                      .formatted(kind.kind(), name, access.namespace()));
      return Command.FAILED;
    }
    var settings = InstalledOperator.settings(line, reads);
    var injection =
        new ClusterInjection(
            access, settings, ClusterCollectors.of(line, access), terminal.err()::println);
    var explanation =
        new InstrumentationExplanations(
                reads, injection, settings, InstalledOperator.settingsOf(line, reads))
            .explain(found.get());
    Output.of(line).write(terminal, explanation, () -> explanation.lines(terminal));
    return Command.OK;
  }

  /** What the Instrumentations that its pods mean say about its restart. */
  private static List<Finding> restart(
      Workload workload, String namespace, Access access, Collection<Running> pods) {
    var isBehind = pods.stream().flatMap(Running::states).anyMatch(Explanations::isBehind);
    var deployed =
        new io.otelop.instrumentation.Workload(namespace, workload.kind(), workload.name());
    return pods.stream()
        .flatMap(pod -> pod.standings().stream())
        .flatMap(standing -> standing.instrumentations().stream())
        .distinct()
        .flatMap(
            name ->
                access.reads().get(Kinds.instrumentation(name), place(name), last(name)).stream())
        .map(it -> it.path("status"))
        .filter(JsonNode::isObject)
        .map(it -> Manifests.as(it, InstrumentationStatus.class))
        .flatMap(it -> RestartReport.of(it.restart(), deployed, isBehind).stream())
        .toList();
  }

  private static String place(String fullName) {
    return fullName.substring(0, Math.max(0, fullName.indexOf('/')));
  }

  private static String last(String fullName) {
    return fullName.substring(fullName.indexOf('/') + 1);
  }

  private static WorkloadExplanation of(
      JsonNode object, Access access, ClusterInjection injection) {
    var namespace = access.namespace();
    var workloads = new WorkloadReads(access.reads());
    var workload = new Workload(workloads.top(object, namespace));
    var isPod = object.path("kind").asText().equals(Kinds.POD.kind());
    var running = new TreeMap<String, Running>();
    for (var pod : isPod ? List.of(object) : workloads.pods(object, namespace)) {
      running.put(
          pod.at("/metadata/name").asText(), Running.of(pod, injection.standings(pod, namespace)));
    }
    return Explanations.of(
        workload,
        namespace,
        Explanations.asks(
            workload, injection.namespace(namespace), injection.selecting(workload, namespace)),
        AnnotationCheck.of(workload, injection.namespace(namespace)),
        injection.today(workload, namespace).decisions(),
        running,
        restart(workload, namespace, access, running.values()));
  }
}
