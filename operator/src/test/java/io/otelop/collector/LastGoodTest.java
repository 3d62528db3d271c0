// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.otelop.child.ApiKind;
import io.otelop.collector.child.Children;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.collector.OpenTelemetryCollectorStatus;
import io.otelop.naming.Labels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LastGoodTest {

  private static final CollectorFacts FACTS = Collectors.facts(Set.of());
  private static final String BEFORE = "image: 'then:1', replicas: 1, args: {then: yes}";
  private static final String NOW = "image: 'now:2', replicas: 3, args: {now: yes}";

  private final OpenTelemetryCollector then = Collectors.resource("", BEFORE, "basic");
  private final OpenTelemetryCollector now = Collectors.resource("", NOW, "detailed");
  private final EffectiveCollector ran = Collectors.resolved(then, FACTS);
  private final List<HasMetadata> observed = Children.of(ran);

  @Test
  void whatWasNotedRunsAsItRanAndTheRestIsOfToday() {
    var kept = LastGood.of(now, FACTS, observed).orElseThrow();

    assertThat(kept.configHash()).isEqualTo(ran.configHash());
    assertThat(kept.image()).isEqualTo("then:1");
    assertThat(kept.spec().args()).isEqualTo(Map.of("then", "yes"));
    assertThat(kept.replicas()).isEqualTo(3);
  }

  /** As with what the Go operator made. */
  @Test
  void whereNobodyNotedARevisionItsConfigAndImageStayAndTheRestIsOfToday() {
    each(ConfigMap.class, it -> it.getMetadata().getAnnotations().remove(Labels.REVISION));

    var kept = LastGood.of(now, FACTS, observed).orElseThrow();

    assertThat(kept.configHash()).isEqualTo(ran.configHash());
    assertThat(kept.image()).isEqualTo("then:1");
    assertThat(kept.spec().args()).isEqualTo(Map.of("now", "yes"));
  }

  @Test
  void whereNobodyNotedARevisionAndTheSpecNamesNoImageTheOneOfThePodsStays() {
    each(ConfigMap.class, it -> it.getMetadata().getAnnotations().remove(Labels.REVISION));
    var unnamed = Collectors.resource("", "replicas: 2", "detailed");

    assertThat(LastGood.of(unnamed, FACTS, observed).orElseThrow().image()).isEqualTo("then:1");
  }

  @Test
  void whereTheWorkloadIsGoneTheStatusSaysWhatRan() {
    observed.removeIf(it -> it instanceof Deployment);
    assertThat(LastGood.of(now, FACTS, observed)).isEmpty();

    now.setStatus(
        new OpenTelemetryCollectorStatus(
            null, null, "then:1", 1L, List.of(), ran.configMap(), null, null));

    var kept = LastGood.of(now, FACTS, observed);
    assertThat(kept.map(EffectiveCollector::configHash)).contains(ran.configHash());
    assertThat(kept.map(EffectiveCollector::image)).contains("then:1");
  }

  @Test
  void aConfigThatIsGoneOrThatSomebodyChangedIsNotTakenForTheOneThatRan() {
    assertThat(withConfig(Optional.empty())).isEmpty();
    assertThat(withConfig(Optional.of("{}"))).isEmpty();
    assertThat(withConfig(Optional.of("receivers: [1"))).isEmpty();
    var text = Collectors.resolved(now, FACTS).config().yaml();
    assertThat(withConfig(Optional.of(text))).isEmpty();
    assertThat(withConfig(Optional.of(ran.config().yaml()))).isPresent();
  }

  @Test
  void podsOfAnotherRevisionThanTheirConfigMapAreNotUnderstood() {
    each(
        Deployment.class,
        it ->
            it.getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations()
                .put(Labels.CONFIG_SHA256, "other"));

    assertThat(LastGood.of(now, FACTS, observed)).isEmpty();
  }

  /** What its pods read of the config is not what the user wrote. */
  @Test
  void aCollectorWithATargetAllocatorIsUnderstoodToo() {
    var facts = Collectors.facts(Set.of(ApiKind.TARGET_ALLOCATOR));
    var label = "opentelemetry.io/target-allocator: shared";
    var before = Collectors.resource(label, "mode: statefulset", "basic");
    before
        .getSpec()
        .config()
        .withObject("receivers")
        .putObject("prometheus")
        .withObject("config")
        .putArray("scrape_configs")
        .addObject()
        .put("job_name", "a");
    var allocated = Collectors.resolved(before, facts);
    var after = Collectors.resource(label, "mode: statefulset", "detailed");

    assertThat(allocated.renderedConfig().hash()).isNotEqualTo(allocated.configHash());
    assertThat(
            LastGood.of(after, facts, Children.of(allocated)).map(EffectiveCollector::configHash))
        .contains(allocated.configHash());
  }

  private Optional<EffectiveCollector> withConfig(Optional<String> text) {
    each(
        ConfigMap.class,
        it -> it.setData(text.map(yaml -> Map.of("collector.yaml", yaml)).orElse(null)));
    return LastGood.of(now, FACTS, observed);
  }

  private <T extends HasMetadata> void each(Class<T> kind, Consumer<T> change) {
    observed.stream().filter(kind::isInstance).map(kind::cast).forEach(change);
  }
}
