// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.EffectiveInstrumentation;
import io.otelop.pod.NamespaceLookup;
import io.otelop.pod.PodReason;
import io.otelop.pod.Workload;
import io.otelop.reason.Advice.Place;
import io.otelop.reason.Finding;
import io.otelop.reason.Reason;
import io.otelop.reason.Severity;
import io.otelop.testing.Checkout;
import io.otelop.testing.Yaml;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The page {@code docs/troubleshooting.md} has every reason, and for each one of injection what
 * {@code explain} prints for the objects in {@code golden/troubleshooting/REASON.yaml}. Run with
 * {@code -Dgolden.update} to write it anew.
 */
class TroubleshootingPageTest {

  private static final Path PAGE = Checkout.path("docs/troubleshooting.md");
  private static final String TABLE = "<!-- What follows is generated from the reasons. -->\n";

  /** Those that pods have; each has a case of its own. */
  static List<Reason> ofPods() {
    return Stream.concat(Reasons.ofInjection().stream(), Reasons.ofSidecars().stream()).toList();
  }

  @Test
  void noEnumOfReasonsIsLeftOut() {
    var named =
        Stream.of(
                ofPods(),
                Reasons.ofLife(),
                Reasons.ofCollectors(),
                Reasons.ofAllocators(),
                Reasons.ofBridges(),
                Reasons.ofObservabilities(),
                Reasons.ofTools(),
                Reasons.ofOperator())
            .flatMap(List::stream)
            .map(reason -> reason.getClass().getName())
            .collect(Collectors.toSet());

    var all =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.otelop")
                .stream()
                .filter(it -> it.isAssignableTo(Reason.class) && it.isEnum())
                .map(JavaClass::getName);
    assertThat(named).containsExactlyInAnyOrderElementsOf(all.toList());
  }

  @ParameterizedTest
  @MethodSource("ofPods")
  void eachReasonHasACaseThatLeadsToIt(Reason reason) {
    assertThat(printed(reason)).startsWith(reason.code() + ": ");
  }

  @Test
  void eachCaseIsOfAReason() throws IOException {
    try (var files = Files.list(ReasonCase.FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".yaml", "")))
          .containsExactlyInAnyOrderElementsOf(ofPods().stream().map(Reason::code).toList());
    }
  }

  @Test
  void eachLineThatWasSeenIsOfAReason() throws IOException {
    try (var files = Files.list(ExplainedLine.FOLDER)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(file -> file.endsWith(".txt"))
                  .map(file -> file.replace(".txt", "")))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(Reasons.ofLife().stream(), Reasons.ofCollectors().stream())
                  .map(Reason::code)
                  .toList());
    }
  }

  @Test
  void thePageTellsThemAll() throws IOException {
    var page = Files.readString(PAGE);
    var head = page.substring(0, page.indexOf(TABLE) + TABLE.length());
    var fresh = head + "\n" + tables();
    if (System.getProperty("golden.update") != null) {
      Files.writeString(PAGE, fresh);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(fresh);
  }

  private static String tables() {
    var text = new StringBuilder("## Injection\n\n");
    Reasons.ofInjection().forEach(reason -> section(reason, printed(reason), text));
    text.append("## Sidecars\n\n");
    Reasons.ofSidecars().forEach(reason -> section(reason, printed(reason), text));
    text.append("## Running pods and their Instrumentation\n\n");
    Reasons.ofLife().forEach(reason -> section(reason, ExplainedLine.of(reason), text));
    text.append("## Collectors\n\n");
    Reasons.ofCollectors().stream()
        .filter(reason -> reason.severity() != Severity.INFO)
        .forEach(reason -> section(reason, ExplainedLine.of(reason), text));
    text.append("## Target allocators\n\n");
    Reasons.ofAllocators().stream()
        .filter(reason -> reason.severity() != Severity.INFO)
        .forEach(reason -> section(reason, "", text));
    text.append("## OpAMP bridges\n\n");
    Reasons.ofBridges().stream()
        .filter(reason -> reason.severity() != Severity.INFO)
        .forEach(reason -> section(reason, "", text));
    text.append("## The telemetry of a cluster\n\n");
    Reasons.ofObservabilities().stream()
        .filter(reason -> reason.severity() != Severity.INFO)
        .forEach(reason -> section(reason, "", text));
    text.append("## The operator's start, and manifests\n\n");
    Reasons.ofTools().forEach(reason -> section(reason, "", text));
    text.append("## The operator itself\n\n");
    Reasons.ofOperator().forEach(reason -> section(reason, "", text));
    return text.toString().stripTrailing() + "\n";
  }

  private static void section(Reason reason, String printed, StringBuilder text) {
    var advice = Reasons.advice(reason);
    text.append("### ").append(reason.code()).append("\n\n");
    text.append(advice.symptom()).append(".\n");
    if (!reason.remedy().isEmpty()) {
      text.append("What would be right: ").append(reason.remedy()).append(".\n");
    }
    if (!printed.isEmpty()) {
      text.append("\n    ").append(printed).append("\n");
    }
    var command = advice.command(Finding.of(reason, "ANNOTATION", "", ""), Place.ANY);
    if (!command.isEmpty()) {
      text.append("\n```sh\n").append(command).append("\n```\n");
    }
    text.append("\n");
  }

  /** The line of the reason in what a person reads about the objects of its case. */
  private static String printed(Reason reason) {
    var its = ReasonCase.of(reason);
    return its.workload()
        .map(workload -> explained(its, workload))
        .orElseGet(() -> ofInstrumentation(its.documents().getFirst()))
        .map(String::strip)
        .filter(line -> line.startsWith(reason.code() + ":"))
        .findFirst()
        .orElse("");
  }

  private static Stream<String> ofInstrumentation(JsonNode document) {
    return EffectiveInstrumentation.of(Yaml.as(document, Instrumentation.class), ReasonCase.FACTS)
        .findings()
        .stream()
        .map(finding -> finding.reason().code() + ": " + finding.sentence());
  }

  private static Stream<String> explained(ReasonCase its, Workload workload) {
    if (its.reason() == PodReason.NamespaceUnknown) {
      return Stream.of(
          its.reason().code()
              + ": "
              + Finding.of(its.reason(), "", "", "only the pod's own annotations count")
                  .sentence());
    }
    var answer = its.admission().answer(its.facts(workload));
    var explanation =
        Explanations.of(
            workload,
            "shop",
            Explanations.asks(workload, NamespaceLookup.Metadata.NONE, new TreeMap<>()),
            List.of(),
            answer.decisions(),
            new TreeMap<>(),
            List.of());
    var terminal =
        new Terminal(
            new PrintStream(PrintStream.nullOutputStream()),
            new PrintStream(PrintStream.nullOutputStream()),
            false);
    return new ExplanationText(terminal).lines(explanation).stream();
  }
}
