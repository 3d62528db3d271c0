// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.pod.Owner;
import io.otelop.pod.OwnerChain;
import io.otelop.pod.OwnerLookup;
import io.otelop.pod.PodFacts;
import io.otelop.testing.Yaml;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from images and owners, and how it is written. */
class AttributesTest {

  @ParameterizedTest
  @CsvSource({
    "shop, ''",
    "shop:1.4, 1.4",
    "registry:5000/shop, ''",
    "registry.example.com:5000/a/b_c/shop:v1-rc.2, v1-rc.2",
    "shop@sha256:0123456789abcdef0123456789abcdef, sha256:0123456789abcdef0123456789abcdef",
    "shop:1@sha256:0123456789abcdef0123456789abcdef, 1@sha256:0123456789abcdef0123456789abcdef",
    "'', ''",
    "Shop:1, ''",
    "shop:, ''",
    "'shop 1:2', ''"
  })
  void anImageTellsAVersion(String image, String version) {
    assertThat(ImageVersion.of(image)).isEqualTo(version);
  }

  @Property(tries = 200)
  void anyImageIsRead(@ForAll String image) {
    assertThat(ImageVersion.of(image)).isNotNull();
  }

  @Property(tries = 300)
  void anEncodedValueIsOneValueAndCanBeDecoded(@ForAll String value) {
    var bytes = value.getBytes(StandardCharsets.UTF_8);
    var known = new String(bytes, StandardCharsets.UTF_8);
    var encoded = AttributeValue.of(known.replace("%", ""));
    assertThat(encoded).doesNotContain(",", "=", " ");
    assertThat(URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8))
        .isEqualTo(known.replace("%", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plain-1.0/x:y@z$(VAR) | plain-1.0/x:y@z$(VAR)
          a=b; c,d              | a%3Db%3B%20c%2Cd
          100%                  | 100%25
          already%2Cencoded     | already%2Cencoded
          """)
  void onlyWhatNeedsItIsEncoded(String value, String encoded) {
    assertThat(AttributeValue.of(value)).isEqualTo(encoded);
  }

  @Test
  void aReplicaSetsNameTellsItsDeployment() {
    assertThat(kinds("ReplicaSet", "shop-7d9", "pod-template-hash: 7d9"))
        .containsExactly("ReplicaSet shop-7d9", "Deployment shop");
    assertThat(kinds("ReplicaSet", "shop-7d9", "")).containsExactly("ReplicaSet shop-7d9");
  }

  @Test
  void aJobsNameTellsItsCronJobButADateDoesNot() {
    assertThat(kinds("Job", "nightly-29384420", ""))
        .containsExactly("Job nightly-29384420", "CronJob nightly");
    assertThat(kinds("Job", "report-20261124", "")).containsExactly("Job report-20261124");
  }

  @Test
  void whatIsKnownOfAnOwnerCountsMoreThanItsName() {
    var pod = pod("ReplicaSet", "shop-7d9", "pod-template-hash: 7d9");
    var facts = new PodFacts(pod.pod(), "ns", Map.of(), Map.of(), (_, _) -> Optional.of(List.of()));
    assertThat(OwnerChain.of(facts, false)).extracting(Owner::name).containsExactly("shop-7d9");
  }

  @Test
  void anOwnerIsReadOnlyForWhatNamesDoNotTell() {
    assertThat(read("ReplicaSet", "shop-7d9", "pod-template-hash: 7d9", false)).isEmpty();
    assertThat(read("Job", "nightly-29384420", "", false)).isEmpty();
    assertThat(read("ReplicaSet", "shop-7d9", "pod-template-hash: 7d9", true))
        .containsExactly("shop-7d9");
    assertThat(read("ReplicaSet", "by-hand", "", false)).containsExactly("by-hand");
    assertThat(read("Job", "nightly-now", "", false)).containsExactly("nightly-now");
    assertThat(read("StatefulSet", "shop", "", true)).isEmpty();
  }

  @Test
  void whatIsReadTellsNameAndUid() {
    OwnerLookup owners = reading(owned -> List.of(new Owner("CronJob", "nightly", "u2")));
    var pod = pod("Job", "nightly-now", "");
    var facts = new PodFacts(pod.pod(), "ns", Map.of(), Map.of(), owners);
    assertThat(OwnerChain.of(facts, false))
        .containsExactly(
            new Owner("Job", "nightly-now", "u"), new Owner("CronJob", "nightly", "u2"));
  }

  @Test
  void ownersThatHaveNoAttributesAreLeftOut() {
    assertThat(kinds("Rollout", "shop", "")).isEmpty();
  }

  private static List<String> kinds(String kind, String name, String labels) {
    return OwnerChain.of(pod(kind, name, labels), false).stream()
        .map(owner -> owner.kind() + " " + owner.name())
        .toList();
  }

  /** The names of the owners that are read. */
  private static List<String> read(String kind, String name, String labels, boolean wantsUids) {
    var asked = new ArrayList<String>();
    OwnerLookup owners =
        reading(
            owned -> {
              asked.add(owned.name());
              return List.of();
            });
    var pod = pod(kind, name, labels);
    var _ = OwnerChain.of(new PodFacts(pod.pod(), "ns", Map.of(), Map.of(), owners), wantsUids);
    return asked;
  }

  /** Nothing is in memory. */
  private static OwnerLookup reading(Function<Owner, List<Owner>> read) {
    return new OwnerLookup() {
      @Override
      public Optional<List<Owner>> ownersOf(String namespace, Owner owned) {
        return Optional.empty();
      }

      @Override
      public Optional<List<Owner>> readOwnersOf(String namespace, Owner owned) {
        return Optional.of(read.apply(owned));
      }
    };
  }

  private static PodFacts pod(String kind, String name, String labels) {
    var text =
        "{metadata: {labels: {%s}, ownerReferences: [{kind: %s, name: %s, uid: u}]}}"
            .formatted(labels, kind, name);
    return PodFacts.of(Yaml.document(text), "ns", Map.of());
  }
}
