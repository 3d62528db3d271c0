// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.settings.ClusterSettings;
import io.otelop.settings.InstrumentationSettings;
import io.otelop.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FiledInstrumentationTest {

  private static final InstrumentationFacts FACTS = InstrumentationFacts.of(Settings.defaults());

  private static final Instrumentations NONE = new KnownInstrumentations(FACTS);

  @Test
  void everyNamespaceHasItWithTheDefaultsOfAllOthers() {
    var filed = filed(Map.of("spec", Map.of("exporter", Map.of("endpoint", "http://here:4318"))));

    assertThat(filed.in("anywhere")).isEqualTo(filed.in("elsewhere"));
    var one = effective(filed);
    assertThat(one.fullName()).isEqualTo("operators/config-file");
    assertThat(one.exporter().endpoint()).isEqualTo("http://here:4318");
    assertThat(requireNonNull(one.agents().get("java")).image()).isEqualTo(FACTS.image("java"));
    assertThat(filed.find("operators", "config-file")).isEmpty();
  }

  @Test
  void namesOfFieldsMayBeInSmallLetters() {
    var spec =
        Map.of(
            "initcontainersecuritycontext", Map.of("runasuser", 7),
            "resource", Map.of("addk8suidattributes", true));

    var one = effective(filed(Map.of("spec", spec)));

    assertThat(one.securityContext().path("runAsUser").asInt()).isEqualTo(7);
    assertThat(one.resource().addsUids()).isTrue();
  }

  @Test
  void withoutAnyItIsEmpty() {
    assertThat(effective(filed(Map.of())).exporter().endpoint()).isEmpty();
  }

  @Test
  void oneThatIsNoneIsToldToWhoAsksForIt() {
    var filed = filed(Map.of("spec", Map.of("env", "none")));

    assertThat(filed.one()).isInstanceOf(EffectiveInstrumentation.Rejected.class);
    assertThat(filed.one().findings())
        .singleElement()
        .satisfies(
            it -> assertThat(it.sentence()).startsWith("config file, instrumentations: is no "));
  }

  @Test
  void oneThatCannotWorkIsRejected() {
    var sampler = Map.of("type", "traceidratio", "argument", "25");

    assertThat(filed(Map.of("spec", Map.of("sampler", sampler))).one())
        .isInstanceOf(EffectiveInstrumentation.Rejected.class);
  }

  private static FiledInstrumentation filed(Map<String, Object> tree) {
    return FiledInstrumentation.of(
        Settings.defaults()
            .with(ClusterSettings.NAMESPACE, "operators")
            .with(InstrumentationSettings.FROM_FILE, tree),
        FACTS,
        NONE);
  }

  private static EffectiveInstrumentation effective(FiledInstrumentation filed) {
    return Optional.of(filed.in("any"))
        .filter(all -> all.size() == 1)
        .map(List::getFirst)
        .map(EffectiveInstrumentation.Resolved.class::cast)
        .orElseThrow()
        .instrumentation();
  }
}
