// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.child.OperandObjects;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code render -f FILE}: what the operator would make of its custom resources. */
final class RenderCommand implements Tool {

  private final Terminal terminal;

  RenderCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What comes out. */
  private enum Output {
    yaml,
    json
  }

  @Override
  public CommandSpec describe() {
    var spec =
        Options.describe(
            this,
            "render",
            "Print what the operator would make of its custom resources; needs no cluster");
    spec.addOption(Options.files("Manifests, or a folder of them; - is the standard input"));
    spec.addOption(Options.namespace("Namespace of objects that name none (default)"));
    spec.addOption(OfflineOperands.kinds());
    spec.addOption(
        Options.output(
            Output.class,
            "yaml",
            "yaml: a document each; json: an object each, one after another"));
    spec.addOption(Options.setting());
    return spec;
  }

  @Override
  public int run(ParseResult line) throws IOException {
    var operands = OfflineOperands.of(line);
    Output output = line.matchedOptionValue(Options.OUTPUT, Output.yaml);
    var result = Command.OK;
    var documents = Manifests.readAll(Options.paths(line, Options.FILES));
    for (var document : documents) {
      var made = operands.render(document, documents);
      if (made.isPresent()) {
        result = Math.max(result, print(made.get(), output));
      }
    }
    return result;
  }

  private int print(OperandObjects made, Output output) {
    var objects = made.objects();
    var findings = made.findings();
    findings.stream().map(Finding::sentence).forEach(terminal.err()::println);
    for (var object : objects) {
      switch (output) {
        case yaml -> terminal.out().print(Manifests.text(object));
        case json -> terminal.out().println(Manifests.json(object));
      }
    }
    var isRejected =
        objects.isEmpty()
            || findings.stream().anyMatch(finding -> finding.reason().severity() == Severity.ERROR);
    return isRejected ? Command.FAILED : Command.OK;
  }
}
