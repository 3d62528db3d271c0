// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.collector.CollectorFacts;
import io.otelop.collector.CollectorObjects;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code render -f FILE}: what the operator would make of collectors, without a cluster. */
final class RenderCommand implements Tool {

  private final Terminal terminal;

  RenderCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public CommandSpec describe() {
    var spec =
        Options.describe(
            this, "render", "Print what the operator would make of collectors; needs no cluster");
    spec.addOption(Options.files("Collectors; - is the standard input"));
    spec.addOption(Options.namespace("Namespace of collectors that name none (default)"));
    spec.addOption(Options.setting());
    return spec;
  }

  @Override
  public int run(ParseResult line) throws IOException {
    var namespace = Options.text(line, Options.NAMESPACE).orElse("default");
    var facts = RunCommand.collectorFacts(Options.settings(line), List.of());
    var result = Command.OK;
    for (var document : Manifests.readAll(Options.paths(line, Options.FILES))) {
      if (Manifests.isOf(document, "OpenTelemetryCollector")) {
        var resource = Manifests.as(document, OpenTelemetryCollector.class, namespace);
        result = Math.max(result, render(resource, facts));
      }
    }
    return result;
  }

  private int render(OpenTelemetryCollector resource, CollectorFacts facts) {
    var rendered = CollectorObjects.of(resource, facts);
    rendered.findings().stream().map(Finding::sentence).forEach(terminal.err()::println);
    rendered.objects().stream().map(Manifests::text).forEach(terminal.out()::print);
    var isRejected =
        rendered.findings().stream()
            .anyMatch(finding -> finding.reason().severity() == Severity.ERROR);
    return isRejected ? Command.FAILED : Command.OK;
  }
}
