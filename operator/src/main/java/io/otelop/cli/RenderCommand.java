// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code render -f FILE}: what the operator would make of collectors, without a cluster. */
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
            this, "render", "Print what the operator would make of collectors; needs no cluster");
    spec.addOption(Options.files("Collectors, or a folder of them; - is the standard input"));
    spec.addOption(Options.namespace("Namespace of collectors that name none (default)"));
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
    Output output = line.matchedOptionValue(Options.OUTPUT, Output.yaml);
    var result = Command.OK;
    for (var document : Manifests.readAll(Options.paths(line, Options.FILES))) {
      if (Manifests.isOf(document, "OpenTelemetryCollector")) {
        result = Math.max(result, render(document, collectors, output));
      }
    }
    return result;
  }

  private int render(JsonNode document, OfflineCollectors collectors, Output output) {
    var rendered = collectors.render(document);
    rendered.findings().stream().map(Finding::sentence).forEach(terminal.err()::println);
    for (var object : rendered.objects()) {
      switch (output) {
        case yaml -> terminal.out().print(Manifests.text(object));
        case json -> terminal.out().println(Manifests.json(object));
      }
    }
    var isRejected =
        rendered.objects().isEmpty()
            || rendered.findings().stream()
                .anyMatch(finding -> finding.reason().severity() == Severity.ERROR);
    return isRejected ? Command.FAILED : Command.OK;
  }
}
