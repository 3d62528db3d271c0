// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.crds.UserAnnotations;
import io.otelop.crds.instrumentation.ClusterInstrumentation;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.pod.Decision;
import io.otelop.pod.Decision.Injected;
import io.otelop.pod.Decision.Removed;
import io.otelop.pod.Decision.Skipped;
import io.otelop.pod.PodFacts;
import io.otelop.settings.InstrumentationSettings;
import io.otelop.settings.Settings;
import io.otelop.testing.Yaml;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What depends on the operator's settings and on the cluster; the rest is in golden cases. */
class InstrumentationInjectorTest {

  private static final String TWO_CONTAINERS =
      "{spec: {containers: [{name: app}, {name: worker}]}, metadata: {annotations: {%s}}}";

  @Test
  void aLanguageThatIsDisabledIsNotInjected() {
    var settings = Settings.defaults().with(InstrumentationSettings.JAVA, false);
    assertThat(outcomes(settings, "%s: true".formatted(UserAnnotations.INJECT_JAVA)))
        .containsExactly("java: LanguageDisabled");
  }

  @Test
  void aDisabledLanguageDoesNotMakeOthersNeedNames() {
    var settings = Settings.defaults();
    assertThat(
            outcomes(
                settings,
                "%s: true, %s: true"
                    .formatted(UserAnnotations.INJECT_GO, UserAnnotations.INJECT_JAVA)))
        .containsExactlyInAnyOrder("go: LanguageDisabled", "java app: injected");
  }

  @Test
  void namesOfALanguageCountOnlyWhereSeveralLanguagesAreAllowed() {
    var annotations =
        "%s: true, %s: worker"
            .formatted(UserAnnotations.INJECT_JAVA, UserAnnotations.JAVA_CONTAINER_NAMES);
    assertThat(outcomes(Settings.defaults(), annotations)).containsExactly("java worker: injected");
    var one = Settings.defaults().with(InstrumentationSettings.SEVERAL_LANGUAGES, false);
    assertThat(outcomes(one, annotations)).containsExactly("java app: injected");
  }

  @Test
  void withoutSeveralLanguagesEveryLanguageGetsTheSameContainer() {
    var one = Settings.defaults().with(InstrumentationSettings.SEVERAL_LANGUAGES, false);
    assertThat(
            outcomes(
                one,
                "%s: true, %s: true"
                    .formatted(UserAnnotations.INJECT_JAVA, UserAnnotations.INJECT_PYTHON)))
        .containsExactly("java app: injected", "python app: injected");
  }

  @Test
  void aContainerNamedTwiceForALanguageIsAMistake() {
    assertThat(
            outcomes(
                Settings.defaults(),
                "%s: true, %s: app, %s: 'app,worker'"
                    .formatted(
                        UserAnnotations.INJECT_JAVA,
                        UserAnnotations.CONTAINER_NAMES,
                        UserAnnotations.JAVA_CONTAINER_NAMES)))
        .containsExactly("java: ContainerNamedTwice");
  }

  @Test
  void theAgentForGoTakesOneContainerOfThePodsAnnotation() {
    var settings = Settings.defaults().with(InstrumentationSettings.GO, true);
    var target = "%s: /app".formatted(UserAnnotations.GO_TARGET_EXE);
    assertThat(
            outcomes(
                settings,
                "%s: true, %s: 'app,worker', %s"
                    .formatted(
                        UserAnnotations.INJECT_GO, UserAnnotations.GO_CONTAINER_NAMES, target)))
        .containsExactly("go: OnlyOneContainer");
    assertThat(
            outcomes(
                settings,
                "%s: true, %s: 'worker,app', %s"
                    .formatted(UserAnnotations.INJECT_GO, UserAnnotations.CONTAINER_NAMES, target)))
        .containsExactly("go worker: injected");
  }

  /** The first container would be a guess: whoever writes a list means containers. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ','   | java: ContainerNamesInvalid
          ',,'  | java: ContainerNamesInvalid
          app,  | java app: injected
          ,app  | java app: injected
          """)
  void aListOfCommasNamesNoContainer(String names, String outcome) {
    for (var key : List.of(UserAnnotations.CONTAINER_NAMES, UserAnnotations.JAVA_CONTAINER_NAMES)) {
      assertThat(
              outcomes(
                  Settings.defaults(),
                  "%s: true, %s: '%s'".formatted(UserAnnotations.INJECT_JAVA, key, names)))
          .containsExactly(outcome);
    }
  }

  @Test
  void aListOfCommasForAllLanguagesIsInNobodysWay() {
    assertThat(
            outcomes(
                Settings.defaults(),
                "%s: true, %s: ',', %s: worker"
                    .formatted(
                        UserAnnotations.INJECT_JAVA,
                        UserAnnotations.CONTAINER_NAMES,
                        UserAnnotations.JAVA_CONTAINER_NAMES)))
        .containsExactly("java worker: injected");
  }

  @Test
  void anInstrumentationOfNoNamespaceIsUnknown() {
    var known = known(Settings.defaults());
    known.put(
        Yaml.as(Yaml.document("{metadata: {name: inst}, spec: {}}"), ClusterInstrumentation.class));
    var facts = InstrumentationFacts.of(Settings.defaults());
    assertThat(
            new InstrumentationInjector(facts, known, TlsObjects.NONE_MISSING)
                .decide(pod("%s: /inst".formatted(UserAnnotations.INJECT_SDK))).stream()
                    .map(InstrumentationInjectorTest::outcome))
        .containsExactly("sdk: UnknownInstrumentation");
  }

  @Test
  void aPodThatWouldWaitForASecretIsLeftAlone() {
    TlsObjects missing = (kind, _, _) -> kind.equals("ConfigMap");
    var decisions =
        decide(Settings.defaults(), missing, "%s: true".formatted(UserAnnotations.INJECT_SDK));
    assertThat(decisions)
        .singleElement()
        .isInstanceOfSatisfying(
            Skipped.class,
            skipped ->
                assertThat(skipped.finding().sentence())
                    .isEqualTo(
                        "spec.exporter.tls.configMapName: \"ca\" of Instrumentation shop/inst names"
                            + " a ConfigMap that namespace shop does not have; create it: a pod"
                            + " that mounts it would not start"));
  }

  @Test
  void anInstrumentationThatWentIsNotUsed() {
    var known = known(Settings.defaults());
    known.remove("shop", "inst");
    var facts = InstrumentationFacts.of(Settings.defaults());
    var pod = pod("%s: true".formatted(UserAnnotations.INJECT_SDK));
    assertThat(
            new InstrumentationInjector(facts, known, TlsObjects.NONE_MISSING)
                .decide(pod).stream().map(InstrumentationInjectorTest::outcome))
        .containsExactly("sdk: NoInstrumentationInNamespace");
  }

  /** Whatever was stored before the definition said which there are. */
  @Test
  void aPullPolicyThatKubernetesDoesNotKnowIsLeftOut() {
    var stored =
        "{metadata: {name: inst, namespace: shop}, spec: {imagePullPolicy: %s, java: {image: a}}}";
    assertThat(List.of("always", "Always"))
        .map(it -> Yaml.as(Yaml.document(stored.formatted(it)), Instrumentation.class))
        .map(it -> EffectiveInstrumentation.of(it, InstrumentationFacts.of(Settings.defaults())))
        .map(it -> ((EffectiveInstrumentation.Resolved) it).instrumentation().imagePullPolicy())
        .containsExactly("", "Always");
  }

  private static List<String> outcomes(Settings settings, String annotations) {
    return decide(settings, TlsObjects.NONE_MISSING, annotations).stream()
        .map(InstrumentationInjectorTest::outcome)
        .toList();
  }

  private static List<Decision> decide(
      Settings settings, TlsObjects tlsObjects, String annotations) {
    var facts = InstrumentationFacts.of(settings);
    return new InstrumentationInjector(facts, known(settings), tlsObjects).decide(pod(annotations));
  }

  private static PodFacts pod(String annotations) {
    // Flow style reads true as a truth; annotations are texts.
    var text = TWO_CONTAINERS.formatted(annotations.replace(": true", ": 'true'"));
    return PodFacts.of(Yaml.document(text), "shop", Map.of());
  }

  private static KnownInstrumentations known(Settings settings) {
    var known = new KnownInstrumentations(InstrumentationFacts.of(settings));
    known.put(
        Yaml.as(
            Yaml.document(
                "{metadata: {name: inst, namespace: shop}, spec: {exporter: {endpoint:"
                    + " 'https://col:4318', tls: {secretName: s, configMapName: ca}}}}"),
            Instrumentation.class));
    return known;
  }

  private static String outcome(Decision decision) {
    var subject = (decision.subject().injection() + " " + decision.subject().container()).strip();
    return switch (decision) {
      case Injected _ -> subject + ": injected";
      case Removed(_, _, var finding) -> subject + ": " + finding.reason().code();
      case Skipped(_, var finding) -> subject + ": " + finding.reason().code();
    };
  }
}
