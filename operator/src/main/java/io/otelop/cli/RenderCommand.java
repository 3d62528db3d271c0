// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.otelop.crds.opampbridge.OpAMPBridge;
import io.otelop.opampbridge.BridgeObjects;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code render -f FILE}: what the operator would make of collectors and OpAMP bridges, without a
 * cluster.
 */
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
            "Print what the operator would make of collectors and OpAMP bridges; needs no cluster");
    spec.addOption(Options.files("Manifests, or a folder of them; - is the standard input"));
    spec.addOption(Options.namespace("Namespace of objects that name none (default)"));
    spec.addOption(OfflineCollectors.kinds());
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
    var collectors = OfflineCollectors.of(line);
    var bridges = RunCommand.facts(Options.settings(line), List.of()).bridges();
    Output output = line.matchedOptionValue(Options.OUTPUT, Output.yaml);
    var result = Command.OK;
    for (var document : Manifests.readAll(Options.paths(line, Options.FILES))) {
      if (Manifests.isOf(document, "OpenTelemetryCollector")) {
        var made = collectors.render(document);
        result = Math.max(result, print(made.objects(), made.findings(), output));
      } else if (Manifests.isOf(document, "OpAMPBridge")) {
        var made =
            BridgeObjects.of(
                Manifests.as(document, OpAMPBridge.class, collectors.namespace()), bridges);
        result = Math.max(result, print(made.objects(), made.findings(), output));
      }
    }
    return result;
  }

  private int print(List<HasMetadata> objects, List<Finding> findings, Output output) {
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
