// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.crds.instrumentation.ClusterInstrumentation;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.pod.Decision;
import io.otelop.pod.OwnerLookup;
import io.otelop.pod.PodFacts;
import io.otelop.testing.Yaml;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pods that no annotation asks for, and what wins over what. */
class SelectorsTest {

  private static final String INJECT = "instrumentation.opentelemetry.io/inject-";

  private final InstrumentationFacts facts = PodCase.facts();
  private final KnownInstrumentations known = new KnownInstrumentations(facts);
  private final InstrumentationInjector injector =
      new InstrumentationInjector(facts, known, TlsObjects.NONE_MISSING);

  @Test
  void aSelectorGivesItsLanguagesToPodsWithItsLabels() {
    ofNamespace("own", "podSelector: {matchLabels: {app: shop}}, languages: [java]");

    assertThat(decided(pod("app: shop"))).containsExactly("java by shop/own");
    assertThat(decided(pod("app: other"))).isEmpty();
  }

  @Test
  void expressionsAreReadAsKubernetesReadsThem() {
    ofNamespace(
        "own",
        "podSelector: {matchExpressions: [{key: app, operator: In, values: [shop, cart]},"
            + " {key: legacy, operator: DoesNotExist}]}, languages: [java]");

    assertThat(decided(pod("app: cart"))).hasSize(1);
    assertThat(decided(pod("app: cart, legacy: x"))).isEmpty();
    assertThat(decided(pod("app: third"))).isEmpty();
  }

  @Test
  void oneOfTheNamespaceComesBeforeThoseOfTheCluster() {
    ofCluster("everywhere", "languages: [java]");

    assertThat(decided(pod("app: shop"))).containsExactly("java by everywhere");

    ofNamespace("own", "languages: [java]");
    assertThat(decided(pod("app: shop"))).containsExactly("java by shop/own");
  }

  @Test
  void oneOfTheClusterReachesTheNamespacesThatItSelects() {
    ofCluster("payments", "namespaceSelector: {matchLabels: {team: payments}}, languages: [java]");

    assertThat(decided(pod("app: shop"))).containsExactly("java by payments");
    assertThat(known.selectIn("shop", Map.of("team", "payments"))).isTrue();
    assertThat(known.selectIn("other", Map.of("team", "other"))).isFalse();
  }

  @Test
  void oneOfANamespaceReachesNoOther() {
    ofNamespace("own", "namespaceSelector: {matchLabels: {team: payments}}, languages: [java]");

    assertThat(known.selectIn("other", Map.of("team", "payments"))).isFalse();
    assertThat(injector.decide(facts(pod("app: shop"), "other", Map.of()))).isEmpty();
  }

  @Test
  void annotationsWin() {
    ofNamespace("own", "languages: [java]");
    ofNamespace("other", "");

    assertThat(decided(asking(pod("app: shop"), "python", "other")))
        .containsExactly("python by shop/other");
  }

  @Test
  void falseWinsWhoeverSelects() {
    ofNamespace("own", "languages: [java]");

    assertThat(decided(asking(pod("app: shop"), "java", "false"))).isEmpty();
    assertThat(injector.decide(facts(pod("app: shop"), "shop", Map.of(INJECT + "java", "false"))))
        .isEmpty();
  }

  @Test
  void twoThatSelectTheSamePodAreNamedAndNeitherIsTaken() {
    ofNamespace("one", "languages: [java]");
    ofNamespace("two", "languages: [java]");
    var pod = pod("app: shop");

    assertThat(injector.decide(facts(pod, "shop", Map.of())))
        .singleElement()
        .isInstanceOfSatisfying(
            Decision.Skipped.class,
            skipped -> {
              assertThat(skipped.finding().reason())
                  .isEqualTo(InstrumentationReason.SelectorsOverlap);
              assertThat(skipped.finding().sentence()).contains("shop/one and shop/two");
            });
    var running = new RunningPods(facts, known, TlsObjects.NONE_MISSING);
    assertThat(running.look(facts(pod, "shop", Map.of())))
        .singleElement()
        .satisfies(failed -> assertThat(failed.sources()).containsExactly("shop/one", "shop/two"));
  }

  @Test
  void whatTheOperatorDeploysIsNeverSelected() {
    ofNamespace("own", "languages: [java]");

    assertThat(decided(pod("app.kubernetes.io/managed-by: opentelemetry-operator"))).isEmpty();
  }

  @Test
  void oneOfTheClusterStandsInWhereAPodAsksForAnyAndTheNamespaceHasNone() {
    ofCluster("default", "");

    assertThat(decided(asking(pod("app: shop"), "java", "true")))
        .containsExactly("java by default");

    ofNamespace("own", "");
    assertThat(decided(asking(pod("app: shop"), "java", "true")))
        .containsExactly("java by shop/own");
  }

  @Test
  void aPodOfASelectorIsComparedAsOthersAre() {
    ofCluster("default", "languages: [java]");
    var running = new RunningPods(facts, known, TlsObjects.NONE_MISSING);

    assertThat(running.look(facts(pod("app: shop"), "shop", Map.of())))
        .containsExactly(new Standing.Missed("java", List.of("default")));
  }

  private List<String> decided(ObjectNode pod) {
    return injector.decide(facts(pod, "shop", Map.of())).stream()
        .map(
            decision ->
                decision instanceof Decision.Injected injected
                    ? injected.subject().injection()
                        + " by "
                        + injected.source().name().replaceFirst("@.*", "")
                    : decision.toString())
        .toList();
  }

  private static PodFacts facts(ObjectNode pod, String namespace, Map<String, String> annotations) {
    return new PodFacts(pod, namespace, annotations, Map.of("team", "payments"), OwnerLookup.NONE);
  }

  private void ofNamespace(String name, String selector) {
    var text =
        "{metadata: {name: %s, namespace: shop}, spec: {%s}}".formatted(name, field(selector));
    known.put(Yaml.as(Yaml.document(text), Instrumentation.class));
  }

  private void ofCluster(String name, String selector) {
    var text = "{metadata: {name: %s}, spec: {%s}}".formatted(name, field(selector));
    known.put(Yaml.as(Yaml.document(text), ClusterInstrumentation.class));
  }

  private static String field(String selector) {
    return selector.isEmpty() ? "" : "selector: {" + selector + "}";
  }

  private static ObjectNode asking(ObjectNode pod, String language, String value) {
    ((ObjectNode) pod.get("metadata")).putObject("annotations").put(INJECT + language, value);
    return pod;
  }

  private static ObjectNode pod(String labels) {
    return (ObjectNode)
        Yaml.document(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: shop, labels: {%s}}
            spec: {containers: [{name: app, image: "shop.test/shop:1"}]}
            """
                .formatted(labels));
  }
}
