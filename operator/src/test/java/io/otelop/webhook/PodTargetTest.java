// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.cluster.KnownNamespaces.Known;
import io.otelop.pod.NamespaceLookup.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PodTargetTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final PodInterest INTEREST = PodInterest.byAnnotation();

  @Test
  void aNamespaceIsQuietThatAsksForNothingAndIsNotNew() {
    var target =
        of(
            namespace("old", Map.of("some", "thing"), 3600),
            namespace("java", Map.of("instrumentation.opentelemetry.io/inject-java", "true"), 3600),
            namespace("sidecar", Map.of("sidecar.opentelemetry.io/inject", "true"), 3600),
            namespace("new", Map.of(), 5));

    assertThat(target.quiet()).containsExactly("old");
    assertThat(target.asking()).containsExactlyInAnyOrder("java", "sidecar");
  }

  @Test
  void othersMayBeInterestedInPodsWithoutAnnotationToo() {
    PodInterest selectors = (_, metadata) -> "yes".equals(metadata.labels().get("observed"));
    var labelled = new Metadata(Map.of(), Map.of("observed", "yes"));

    var target =
        PodTarget.of(
            List.of(new Known("selected", labelled, NOW.minusSeconds(3600))),
            INTEREST.or(selectors),
            PodTarget.SETTLED,
            NOW);

    assertThat(target.quiet()).isEmpty();
    assertThat(target.asking()).containsExactly("selected");
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    var target = of(namespace("a", Map.of(), 3600), namespace("b-2", Map.of(), 3600));

    assertThat(PodTarget.quietIn(target.conditions())).containsExactly("a", "b-2");
    assertThat(PodTarget.quietIn(PodTarget.ALL.conditions())).isEmpty();
    assertThat(PodTarget.ALL.conditions()).isEmpty();
  }

  @Test
  void theListOfAnotherReplicaWillDoUnlessItHidesANamespaceThatAsks() {
    var target =
        of(
            namespace("a", Map.of(), 3600),
            namespace("java", Map.of("instrumentation.opentelemetry.io/inject-java", "x"), 1));

    assertThat(target.tolerates(Set.of("a", "new"))).isTrue();
    assertThat(target.tolerates(Set.of("a", "java"))).isFalse();
  }

  @Test
  void aListHasAnEndAndTheOldestNamespacesAreInIt() {
    var many =
        IntStream.range(0, PodTarget.MOST + 10)
            .mapToObj(number -> namespace("n-" + number, Map.of(), 1_000_000 - number))
            .toArray(Known[]::new);

    var quiet = of(many).quiet();

    assertThat(quiet)
        .hasSize(PodTarget.MOST)
        .contains("n-0")
        .doesNotContain("n-" + (PodTarget.MOST + 9));
    assertThat(PodTarget.quietIn(of(many).conditions())).isEqualTo(quiet);
  }

  private static PodTarget of(Known... namespaces) {
    return PodTarget.of(List.of(namespaces), INTEREST, Duration.ofMinutes(1), NOW);
  }

  private static Known namespace(String name, Map<String, String> annotations, long age) {
    return new Known(name, new Metadata(annotations, Map.of()), NOW.minusSeconds(age));
  }
}
