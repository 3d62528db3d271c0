// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.naming.Labels;
import io.otelop.pod.PodAdmission;
import io.otelop.pod.PodFacts;
import io.otelop.testing.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How running pods stand to today's Instrumentations. */
class RunningPodsTest {

  private static final String DEFAULT =
      """
      apiVersion: opentelemetry.io/v1alpha1
      kind: Instrumentation
      metadata: {name: default, namespace: shop, generation: 3}
      spec:
        exporter: {endpoint: "http://gateway:4318"}
        java: {image: "agent.test/java:1"}
      """;

  private final InstrumentationFacts facts = PodCase.facts();
  private final KnownInstrumentations known = new KnownInstrumentations(facts);
  private final RunningPods running = new RunningPods(facts, known, TlsObjects.NONE_MISSING);

  @Test
  void aPodOfTodayIsInstrumented() {
    know(DEFAULT);

    assertThat(glance(admitted(asking("true")), Map.of()))
        .containsExactly(new Standing.Instrumented("java", List.of("shop/default")));
  }

  @Test
  void aPodIsOutdatedOnceWhatItsLanguageGetsIsAnother() {
    know(DEFAULT);
    var pod = admitted(asking("true"));
    know(DEFAULT.replace("http://gateway:4318", "http://elsewhere:4318"));

    assertThat(glance(pod, Map.of()))
        .containsExactly(new Standing.Outdated("java", List.of("shop/default")));
  }

  @Test
  void anotherGenerationThatSaysTheSameOutdatesNothing() {
    know(DEFAULT);
    var pod = admitted(asking("true"));
    know(
        DEFAULT
            .replace("generation: 3", "generation: 4")
            .replace("spec:", "spec:\n  python: {image: \"agent.test/python:2\"}"));

    assertThat(glance(pod, Map.of()))
        .containsExactly(new Standing.Instrumented("java", List.of("shop/default")));
  }

  @Test
  void aNoteWithoutHashesIsComparedByGeneration() {
    know(DEFAULT);
    var note = "{\"java\":{\"app\":\"injected\"},\"instrumentation\":\"shop/default@%s\"}";

    assertThat(glance(noting(asking("true"), note.formatted("3")), Map.of()))
        .hasOnlyElementsOfType(Standing.Instrumented.class);
    assertThat(glance(noting(asking("true"), note.formatted("2")), Map.of()))
        .hasOnlyElementsOfType(Standing.Outdated.class);
  }

  @Test
  void aPodWithoutNoteThatWouldGetTheAgentTodayIsMissed() {
    know(DEFAULT);
    var pod = asking("true");

    assertThat(glance(pod, Map.of()))
        .containsExactly(new Standing.Unclear("java", List.of("shop/default")));
    assertThat(look(pod)).containsExactly(new Standing.Missed("java", List.of("shop/default")));
  }

  @Test
  void aPodOfANamespaceThatAsksIsMissedToo() {
    know(DEFAULT);

    assertThat(
            running.look(
                PodFacts.of(
                    asking("").deepCopy(),
                    "shop",
                    Map.of("instrumentation.opentelemetry.io/inject-java", "true"))))
        .containsExactly(new Standing.Missed("java", List.of("shop/default")));
  }

  @Test
  void aPodThatAnotherOperatorInstrumentedIsNotMissed() {
    know(DEFAULT);
    var pod = (ObjectNode) admitted(asking("true"));
    ((ObjectNode) pod.at("/metadata/annotations")).remove(Labels.INJECTION);

    assertThat(look(pod))
        .containsExactly(new Standing.Instrumented("java", List.of("shop/default")));
  }

  @Test
  void aPodThatWouldGetNothingTodayHasFailed() {
    assertThat(look(admitted(asking("missing"))))
        .singleElement()
        .isInstanceOfSatisfying(
            Standing.Failed.class,
            failed -> {
              assertThat(failed.sources()).containsExactly("shop/missing");
              assertThat(failed.finding().reason())
                  .isEqualTo(InstrumentationReason.UnknownInstrumentation);
            });
  }

  @Test
  void aPodThatFailedOnceIsMissedAsSoonAsItWouldWork() {
    var pod = admitted(asking("default"));
    know(DEFAULT);

    assertThat(look(pod)).containsExactly(new Standing.Missed("java", List.of("shop/default")));
  }

  @Test
  void aPodKeepsWhatItHasWhenItsInstrumentationIsGone() {
    know(DEFAULT);
    var pod = admitted(asking("default"));
    known.remove("shop", "default");

    assertThat(look(pod))
        .containsExactly(new Standing.Instrumented("java", List.of("shop/default")));
  }

  @Test
  void aPodIsOutdatedWhenNobodyAsksAnyLonger() {
    know(DEFAULT);
    var pod = admitted(asking("true"));
    ((ObjectNode) pod.at("/metadata/annotations"))
        .remove("instrumentation.opentelemetry.io/inject-java");

    assertThat(glance(pod, Map.of()))
        .containsExactly(new Standing.Outdated("java", List.of("shop/default")));
  }

  @Test
  void aPodThatAsksForNothingStandsNowhere() {
    know(DEFAULT);

    assertThat(look(asking(""))).isEmpty();
    assertThat(look(asking("false"))).isEmpty();
  }

  @Test
  void countsPodsByLanguageAndNamesTheirWorkloads() {
    know(DEFAULT);
    var census = new Census();
    var old = admitted(asking("true"));
    know(DEFAULT.replace("http://gateway:4318", "http://elsewhere:4318"));
    var pods = new ArrayList<>(List.of(old, old.deepCopy(), admitted(asking("true"))));
    pods.add(asking("true"));
    for (var pod : pods) {
      var whole = PodFacts.of(pod, "shop", Map.of());
      census.add(whole, running.look(whole));
    }

    assertThat(census.pods()).isEqualTo(4);
    var summary = census.summaries().getOrDefault("shop/default", Summary.EMPTY);
    assertThat(summary.counts()).containsExactly(Map.entry("java", new Counts(1, 2, 1, 0)));
    assertThat(summary.affected())
        .extracting(it -> it.workload() + " " + it.result() + " " + it.pods())
        .containsExactlyInAnyOrder(
            "shop/Deployment/shop OUTDATED 2", "shop/Deployment/shop MISSED 1");
    assertThat(summary.namespaces()).containsExactly("shop");
  }

  private void know(String instrumentation) {
    known.put(Yaml.as(Yaml.document(instrumentation), Instrumentation.class));
  }

  private List<Standing> glance(JsonNode pod, Map<String, String> namespaceAnnotations) {
    var metadata = JsonNodeFactory.instance.objectNode();
    metadata.set("metadata", pod.get("metadata"));
    return running.glance(PodFacts.of(metadata, "shop", namespaceAnnotations));
  }

  private List<Standing> look(JsonNode pod) {
    return running.look(PodFacts.of(pod, "shop", Map.of()));
  }

  /** The pod as the webhook would let it in. */
  private JsonNode admitted(JsonNode pod) {
    var injector = new InstrumentationInjector(facts, known, TlsObjects.NONE_MISSING);
    return new PodAdmission(List.of(injector)).answer(PodFacts.of(pod, "shop", Map.of())).pod();
  }

  private static JsonNode noting(JsonNode pod, String note) {
    ((ObjectNode) pod.at("/metadata/annotations")).put(Labels.INJECTION, note);
    return pod;
  }

  private static JsonNode asking(String value) {
    var pod =
        Yaml.document(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: shop-6cb6bc7db4-x2x4z
              namespace: shop
              labels: {app: shop, pod-template-hash: 6cb6bc7db4}
              annotations: {example.com/some: thing}
              ownerReferences:
                - {apiVersion: apps/v1, kind: ReplicaSet, name: shop-6cb6bc7db4, uid: u1, controller: true}
            spec:
              containers: [{name: app, image: "shop.test/shop:1"}]
            """);
    if (!value.isEmpty()) {
      ((ObjectNode) pod.at("/metadata/annotations"))
          .put("instrumentation.opentelemetry.io/inject-java", value);
    }
    return pod;
  }
}
