// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.crds.opampbridge.OpAMPBridge;
import io.otelop.instrumentation.EffectiveInstrumentation;
import io.otelop.instrumentation.InstrumentationFacts;
import io.otelop.opampbridge.BridgeObjects;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code validate -f FILE}: what the API server and the operator would say to manifests, without
 * either of them. Ends with 1 where something is wrong; warnings are none of that.
 */
final class ValidateCommand implements Tool {

  private final Terminal terminal;

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What comes out. */
  private enum Output {
    text,
    json
  }

  @Override
  public CommandSpec describe() {
    var spec =
        Options.describe(
            this,
            "validate",
            "Check collectors, Instrumentations and OpAMP bridges as their admission would; needs no"
                + " cluster");
    spec.addOption(Options.files("Manifests, or a folder of them; - is the standard input"));
    spec.addOption(Options.namespace("Namespace of objects that name none (default)"));
    spec.addOption(OfflineCollectors.kinds());
    spec.addOption(
        Options.output(Output.class, "text", "text: a line each; json: a list for programs"));
    spec.addOption(Options.setting());
    return spec;
  }

  @Override
  public int run(ParseResult line) throws IOException {
    var collectors = OfflineCollectors.of(line);
    var operands = RunCommand.facts(Options.settings(line), List.of());
    var facts = InstrumentationFacts.of(Options.settings(line));
    Output output = line.matchedOptionValue(Options.OUTPUT, Output.text);
    var list = JsonNodeFactory.instance.arrayNode();
    var result = Command.OK;
    for (var document : Manifests.readAll(Options.paths(line, Options.FILES))) {
      if (!document.path("apiVersion").asText().startsWith("opentelemetry.io/")) {
        continue;
      }
      for (var finding : findings(document, collectors, operands, facts)) {
        print(document, finding, output, list);
        if (finding.reason().severity() == Severity.ERROR) {
          result = Command.FAILED;
        }
      }
    }
    if (output == Output.json) {
      terminal.out().println(Manifests.json(list));
    }
    return result;
  }

  /** A manifest that does not fit its schema never reaches the operator. */
  private static List<Finding> findings(
      JsonNode document,
      OfflineCollectors collectors,
      OperandFacts operands,
      InstrumentationFacts facts) {
    var schema = SchemaCheck.of(document);
    if (schema.isEmpty()) {
      return List.of(
          Finding.of(
              SchemaReason.UnknownKind,
              "",
              document.path("apiVersion").asText() + " " + document.path("kind").asText(),
              "is no kind that this operator knows, so it was not checked"));
    }
    var findings = new ArrayList<>(schema.get());
    if (findings.stream().allMatch(it -> it.reason() == SchemaReason.UnknownField)) {
      findings.addAll(ofSpec(document, collectors, operands, facts));
    }
    return findings;
  }

  private static List<Finding> ofSpec(
      JsonNode document,
      OfflineCollectors collectors,
      OperandFacts operands,
      InstrumentationFacts facts) {
    var namespace = collectors.namespace();
    return switch (document.path("kind").asText()) {
      case "OpenTelemetryCollector" -> collectors.render(document).findings();
      case "Instrumentation" ->
          EffectiveInstrumentation.of(
                  Manifests.as(document, Instrumentation.class, namespace), facts)
              .findings();
      case "OpAMPBridge" ->
          BridgeObjects.of(Manifests.as(document, OpAMPBridge.class, namespace), operands.bridges())
              .findings();
      default -> List.of();
    };
  }

  private void print(JsonNode document, Finding finding, Output output, ArrayNode list) {
    var severity = finding.reason().severity();
    var word = severity.name().toLowerCase(Locale.ROOT);
    var name = document.path("metadata").path("name").asText();
    switch (output) {
      case text ->
          terminal
              .out()
              .println(
                  "%s %s: %s: %s"
                      .formatted(
                          document.path("kind").asText(),
                          name,
                          terminal.coloured(severity, word),
                          finding.sentence()));
      case json ->
          list.addObject()
              .put("kind", document.path("kind").asText())
              .put("name", name)
              .put("severity", word)
              .put("reason", finding.reason().code())
              .put("field", finding.field())
              .put("value", finding.value())
              .put("problem", finding.problem())
              .put("remedy", finding.remedy());
    }
  }
}
