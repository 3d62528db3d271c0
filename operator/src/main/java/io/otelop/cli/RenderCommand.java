// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.otelop.collector.CollectorFacts;
import io.otelop.collector.CollectorObjects;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import io.otelop.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code render -f FILE}: what the operator would make of collectors, without a cluster. */
final class RenderCommand implements Command {

  private final PrintStream out;
  private final PrintStream err;

  RenderCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public int run(List<String> arguments) {
    if (arguments.size() != 2 || !arguments.getFirst().equals("-f")) {
      err.println("usage: otelop render -f FILE");
      return USAGE;
    }
    try {
      var facts = RunCommand.collectorFacts(Settings.defaults(), List.of());
      var result = OK;
      for (var document : Manifests.read(Path.of(arguments.get(1)))) {
        if (Manifests.isOf(document, "OpenTelemetryCollector")) {
          result =
              Math.max(result, render(Manifests.as(document, OpenTelemetryCollector.class), facts));
        }
      }
      return result;
    } catch (IOException | IllegalArgumentException e) {
      err.println("%s cannot be read: %s".formatted(arguments.get(1), e.getMessage()));
      return FAILED;
    }
  }

  private int render(OpenTelemetryCollector resource, CollectorFacts facts) {
    if (resource.getMetadata().getNamespace() == null) {
      resource.getMetadata().setNamespace("default");
    }
    var rendered = CollectorObjects.of(resource, facts);
    rendered.findings().stream().map(Finding::sentence).forEach(err::println);
    for (HasMetadata object : rendered.objects()) {
      out.print(Manifests.text(object));
    }
    var isRejected =
        rendered.findings().stream()
            .anyMatch(finding -> finding.reason().severity() == Severity.ERROR);
    return isRejected ? FAILED : OK;
  }
}
