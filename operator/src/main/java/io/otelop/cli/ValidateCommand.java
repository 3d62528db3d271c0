// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otelop.child.OperandObjects;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.EffectiveInstrumentation;
import io.otelop.instrumentation.InstrumentationFacts;
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
            "Check the operator's custom resources as their admission would; needs no cluster");
    spec.addOption(Options.files("Manifests, or a folder of them; - is the standard input"));
    spec.addOption(Options.namespace("Namespace of objects that name none (default)"));
    spec.addOption(OfflineOperands.kinds());
    spec.addOption(
        Options.output(Output.class, "text", "text: a line each; json: a list for programs"));
    spec.addOption(Options.setting());
    return spec;
  }

  @Override
  public int run(ParseResult line) throws IOException {
    var operands = OfflineOperands.of(line);
    var facts = InstrumentationFacts.of(Options.settings(line));
    Output output = line.matchedOptionValue(Options.OUTPUT, Output.text);
    var list = JsonNodeFactory.instance.arrayNode();
    var result = Command.OK;
    var documents = Manifests.readAll(Options.paths(line, Options.FILES));
    for (var document : documents) {
      if (!document.path("apiVersion").asText().startsWith("opentelemetry.io/")) {
        continue;
      }
      for (var finding : findings(document, documents, operands, facts)) {
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
      List<JsonNode> documents,
      OfflineOperands operands,
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
      findings.addAll(ofSpec(document, documents, operands, facts));
    }
    return findings;
  }

  private static List<Finding> ofSpec(
      JsonNode document,
      List<JsonNode> documents,
      OfflineOperands operands,
      InstrumentationFacts facts) {
    return Manifests.isOf(document, "Instrumentation")
        ? EffectiveInstrumentation.of(
                Manifests.as(document, Instrumentation.class, operands.namespace()), facts)
            .findings()
        : operands.render(document, documents).map(OperandObjects::findings).orElse(List.of());
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
