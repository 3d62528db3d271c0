// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.pod.PodAnswer;
import io.otelop.pod.Workload;
import io.otelop.reason.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code inject -f FILE -i FILE}: workloads as the webhook would inject them, without a cluster.
 * What is no workload passes through, so that the output can be applied.
 */
final class InjectCommand implements Tool {

  private static final String RULES = "-i";

  private final Terminal terminal;

  InjectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What comes out. */
  private enum Output {
    yaml,
    json,
    reasons
  }

  @Override
  public CommandSpec describe() {
    var spec =
        Options.describe(
            this,
            "inject",
            "Print workloads as they would be injected, and say why or why not; needs no cluster");
    spec.addOption(Options.files("Workloads, or a folder of them; - is the standard input"));
    spec.addOption(
        OptionSpec.builder(RULES, "--instrumentation")
            .paramLabel("FILE")
            .type(List.class)
            .auxiliaryTypes(java.nio.file.Path.class)
            .description(
                "Instrumentations, collectors, Namespaces, their limits and Nodes, where they are in"
                    + " files of their own")
            .build());
    spec.addOption(Options.namespace("Namespace of objects that name none (default)"));
    spec.addOption(
        Options.output(
            Output.class,
            "yaml",
            "yaml or json: the objects, with reasons beside them; reasons: they alone"));
    spec.addOption(Options.setting());
    return spec;
  }

  @Override
  public int run(ParseResult line) throws IOException {
    var namespace = Options.text(line, Options.NAMESPACE).orElse("default");
    var documents = Manifests.readAll(Options.paths(line, Options.FILES));
    var all = new ArrayList<>(documents);
    all.addAll(Manifests.readAll(Options.paths(line, RULES)));
    var injection = OfflineInjection.of(all, namespace, Options.settings(line));
    Output output = line.matchedOptionValue(Options.OUTPUT, Output.yaml);
    var result = Command.OK;
    for (var document : documents) {
      var workload = Workload.of(document).filter(Workload::isComplete);
      if (workload.isEmpty()) {
        print(document, output);
        continue;
      }
      var answer = injection.answer(workload.get());
      print(workload.get().with(answer.pod()), output);
      var reasons = output == Output.reasons ? terminal.out() : terminal.err();
      new DecisionText(terminal)
          .lines(workload.get(), namespace, injection.remarks(workload.get()), answer.decisions())
          .forEach(reasons::println);
      result = Math.max(result, isRefused(answer) ? Command.FAILED : Command.OK);
    }
    return result;
  }

  private void print(JsonNode document, Output output) {
    switch (output) {
      case yaml -> terminal.out().print(Manifests.text(document));
      case json -> terminal.out().println(Manifests.json(document));
      case reasons -> {}
    }
  }

  private static boolean isRefused(PodAnswer answer) {
    return answer.findings().anyMatch(finding -> finding.reason().severity() == Severity.ERROR);
  }
}
