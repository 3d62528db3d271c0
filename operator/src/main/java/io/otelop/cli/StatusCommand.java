// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.cli.Overview.Collector;
import io.otelop.instrumentation.Workload;
import io.otelop.pod.OwnerLookup;
import io.otelop.pod.PodFacts;
import io.otelop.reason.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code status}: collectors, Instrumentations, and how the workloads that ask stand. */
final class StatusCommand implements Tool {

  private final Terminal terminal;

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public CommandSpec describe() {
    var spec =
        Options.describe(
            this,
            "status",
            "Show collectors, Instrumentations and what is instrumented, outdated, missed or"
                + " failed; of all namespaces unless one is named");
    return Access.addOptions(spec).addOption(Output.option()).addOption(Options.setting());
  }

  @Override
  public int run(ParseResult line) throws IOException {
    try (var access = Access.open(line)) {
      var namespace = Options.text(line, Options.NAMESPACE).orElse("");
      var overview = of(line, access, namespace, terminal.err()::println);
      Output.of(line).write(terminal, overview, () -> lines(overview));
      return Command.OK;
    }
  }

  /**
   * Reads all pods, page by page, and keeps none.
   *
   * @param remarks told of what may not be read
   */
  static Overview of(ParseResult line, Access access, String namespace, Consumer<String> remarks) {
    var reads = access.reads();
    var injection =
        new ClusterInjection(
            access,
            InstalledOperator.settings(line, reads),
            ClusterCollectors.of(line, access),
            remarks);
    var count = new Overview.Count(injection::isThere);
    injection.ofCluster().forEach(count::know);
    reads.each(
        Kinds.INSTRUMENTATION,
        namespace,
        "",
        it ->
            count.know(
                it.at("/metadata/namespace").asText() + "/" + it.at("/metadata/name").asText()));
    reads.each(
        Kinds.POD,
        namespace,
        "",
        pod -> {
          var place = pod.at("/metadata/namespace").asText();
          var metadata = injection.namespace(place);
          var facts =
              new PodFacts(pod, place, metadata.annotations(), metadata.labels(), OwnerLookup.NONE);
          var standings = injection.standings(pod, place);
          if (!standings.isEmpty()) {
            count.add(Workload.of(facts), standings);
          }
        });
    return count.with(
        reads.list(Kinds.COLLECTOR, namespace, "").stream().map(Collector::of).toList());
  }

  private List<String> lines(Overview overview) {
    var lines = new ArrayList<String>();
    var collectors = new Table("COLLECTOR", "MODE", "REPLICAS", "READY", "REASON");
    for (var it : overview.collectors()) {
      var isReady = it.ready().equals("True");
      collectors.row(
          it.namespace() + "/" + it.name(),
          it.mode(),
          it.replicas(),
          terminal.coloured(isReady ? Severity.INFO : Severity.ERROR, it.ready()),
          isReady ? it.reason() : it.reason() + ": " + it.message());
    }
    var instrumentations = new Table("INSTRUMENTATION", "PODS");
    for (var it : overview.instrumentations()) {
      instrumentations.row(
          it.name(),
          it.pods().entrySet().stream()
              .map(entry -> entry.getValue() + " " + entry.getKey())
              .collect(Collectors.joining(", ")));
    }
    var workloads = new Table("WORKLOAD", "INJECTION", "PODS", "STATE", "REASON");
    for (var it : overview.workloads()) {
      workloads.row(
          it.kind() + " " + it.namespace() + "/" + it.name(),
          it.language(),
          String.valueOf(it.pods()),
          terminal.coloured(ExplanationText.severity(it.state()), it.state()),
          it.reason().isEmpty() ? "" : it.reason() + ": " + it.message());
    }
    for (var table : List.of(collectors, instrumentations, workloads)) {
      if (!table.isEmpty()) {
        lines.addAll(table.lines());
        lines.add("");
      }
    }
    if (lines.isEmpty()) {
      return List.of("There are no collectors and no Instrumentations, and no pod asks for any.");
    }
    lines.removeLast();
    return lines;
  }
}
