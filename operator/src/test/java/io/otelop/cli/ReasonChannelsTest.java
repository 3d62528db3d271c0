// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.EffectiveInstrumentation;
import io.otelop.instrumentation.InstrumentationAdmission;
import io.otelop.pod.NamespaceLookup;
import io.otelop.pod.PodFeatures;
import io.otelop.pod.PodReason;
import io.otelop.pod.Workload;
import io.otelop.reason.Finding;
import io.otelop.reason.Reason;
import io.otelop.reason.Severity;
import io.otelop.settings.Settings;
import io.otelop.telemetry.Logs;
import io.otelop.telemetry.Metrics;
import io.otelop.testing.Yaml;
import io.otelop.webhook.AdmissionAnswer;
import io.otelop.webhook.AdmissionRequest;
import io.otelop.webhook.AdmissionRequest.Operation;
import io.otelop.webhook.PodWebhook;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No reason is given silently: each one of pods ends in the pod's note, an Event of its owner and a
 * warning if it matters, a number, and a line of the log; each one of an Instrumentation's spec, in
 * the answer to whoever writes it.
 */
class ReasonChannelsTest {

  private final List<Finding> events = new ArrayList<>();
  private final List<ObjectReference> regarding = new ArrayList<>();
  private final Metrics metrics = new Metrics();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  static List<Reason> ofPods() {
    return TroubleshootingPageTest.ofPods().stream()
        .filter(reason -> ReasonCase.of(reason).workload().isPresent())
        .toList();
  }

  static List<Reason> ofSpecs() {
    return TroubleshootingPageTest.ofPods().stream()
        .filter(reason -> ReasonCase.of(reason).workload().isEmpty())
        .toList();
  }

  @AfterEach
  void restoreTheLog() throws IOException {
    LogManager.getLogManager().readConfiguration();
  }

  @ParameterizedTest
  @MethodSource("ofPods")
  void noReasonOfAPodIsSilent(Reason reason) {
    var its = ReasonCase.of(reason);
    var answer = answer(its, its.workload().orElseThrow());

    var code = reason.code();
    assertThat(answer.allowed()).isTrue();
    assertThat(log.toString(StandardCharsets.UTF_8).lines())
        .as("log")
        .anyMatch(line -> line.matches(".* INFO .* reason=\\S*\\b" + code + "\\b.*"));
    if (reason.severity() != Severity.INFO) {
      assertThat(answer.warnings()).as("warning").anyMatch(it -> it.startsWith(code + ": "));
      assertThat(events).as("Event").anyMatch(it -> it.reason().equals(reason));
      assertThat(regarding).allMatch(it -> !it.getName().isEmpty());
    }
    // It is about all pods of a namespace, and nothing was decided because of it.
    if (reason != PodReason.NamespaceUnknown) {
      assertThat(note(answer)).as("note").contains("\"" + code + "\"");
      assertThat(counted()).as("metric").contains(code);
    }
  }

  @ParameterizedTest
  @MethodSource("ofSpecs")
  void noReasonOfASpecIsSilent(Reason reason) {
    var its = ReasonCase.of(reason);

    var answer =
        new InstrumentationAdmission(ReasonCase.FACTS)
            .checks()
            .answer(request("instrumentations", "Instrumentation", its.documents().getFirst()));

    var finding =
        EffectiveInstrumentation.of(
                Yaml.as(its.documents().getFirst(), Instrumentation.class), ReasonCase.FACTS)
            .findings()
            .stream()
            .filter(it -> it.reason().equals(reason))
            .findFirst()
            .orElseThrow();
    assertThat(String.join("\n", answer.warnings()) + "\n" + answer.message())
        .contains(finding.sentence());
  }

  private AdmissionAnswer answer(ReasonCase its, Workload workload) {
    Logs.configure(Settings.defaults(), log);
    var namespace =
        its.reason() == PodReason.NamespaceUnknown
            ? Optional.<NamespaceLookup.Metadata>empty()
            : Optional.of(
                new NamespaceLookup.Metadata(Map.of(), its.namespaceLabels(), its.limits()));
    return new PodWebhook(
            its.admission(),
            _ -> namespace,
            workload.owners(),
            () -> PodFeatures.NONE,
            (about, finding) -> {
              regarding.add(about);
              events.add(finding);
            },
            InjectionReport.to(metrics))
        .answer(request("pods", "Pod", workload.pod()));
  }

  private static AdmissionRequest request(String plural, String kind, JsonNode object) {
    return new AdmissionRequest(
        "uid",
        Operation.CREATE,
        new AdmissionRequest.Kind("", "v1", kind),
        new AdmissionRequest.Resource("", "v1", plural),
        "",
        "shop",
        "",
        false,
        new AdmissionRequest.User("me", List.of()),
        object,
        MissingNode.getInstance());
  }

  /** The note as the patch writes it. */
  private static String note(AdmissionAnswer answer) {
    var note = answer.auditAnnotations().getOrDefault("injection", "");
    assertThat(
            StreamSupport.stream(answer.patch().spliterator(), false)
                .filter(it -> it.path("path").asText().startsWith("/metadata/annotations"))
                .map(it -> it.path("value").toString()))
        .as("what is patched")
        .anyMatch(value -> value.contains(TextNode.valueOf(note).toString().substring(1)));
    return note;
  }

  private String counted() {
    return metrics.families().stream().map(Object::toString).collect(Collectors.joining());
  }
}
