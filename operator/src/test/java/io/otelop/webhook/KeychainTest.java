// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class KeychainTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<String> NAMES =
      List.of("hook.otel.svc", "localhost", "127.0.0.1", "::1");

  @Test
  void aNewKeychainProvesItsNamesToThoseWhoTrustItsBundle() throws Exception {
    var keychain = Keychain.create(NAMES, Validity.STANDARD, NOW);
    var leaf = keychain.serving().leaf();

    assertThat(names(leaf))
        .containsExactlyInAnyOrder("hook.otel.svc", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(leaf.getKeyUsage()[0]).isTrue();
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    var authority = keychain.authorities().getFirst().certificate();
    assertThat(authority.getBasicConstraints()).isZero();
    assertThat(authority.getKeyUsage()[5]).isTrue();
    assertThat(authority.getVersion()).isEqualTo(3);
    assertTrusted(keychain.bundle(), leaf, NOW);
    assertThat(keychain.renewed(NAMES, Validity.STANDARD, NOW)).isSameAs(keychain);
  }

  @Property(tries = 30)
  void anyNamesAndTimesMakeACertificateThatIsTrusted(
      @ForAll("names") List<String> names, @ForAll("instants") Instant now) throws Exception {
    var keychain = Keychain.create(names, Validity.STANDARD, now);
    var leaf = keychain.serving().leaf();
    assertThat(names(leaf)).hasSameSizeAs(Set.copyOf(names));
    assertTrusted(keychain.bundle(), leaf, now);
    var read = KeychainFile.read(KeychainFile.write(keychain)).orElseThrow();
    assertThat(read).isEqualTo(keychain);
  }

  @Provide
  Arbitrary<List<String>> names() {
    var dns =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .ofMinLength(1)
            .ofMaxLength(40)
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(parts -> String.join(".", parts));
    var four =
        Arbitraries.integers()
            .between(0, 255)
            .list()
            .ofSize(4)
            .map(parts -> parts.stream().map(String::valueOf).collect(Collectors.joining(".")));
    return Arbitraries.oneOf(dns, four).list().ofMinSize(1).ofMaxSize(20).uniqueElements();
  }

  @Provide
  Arbitrary<Instant> instants() {
    return Arbitraries.longs()
        .between(NOW.getEpochSecond(), Instant.parse("2090-01-01T00:00:00Z").getEpochSecond())
        .map(Instant::ofEpochSecond);
  }

  @Test
  void theServingCertificateIsRenewedAfterTwoThirdsOfItsTime() {
    var first = Keychain.create(NAMES, Validity.STANDARD, NOW);
    assertThat(first.renewed(NAMES, Validity.STANDARD, NOW.plus(Duration.ofDays(59))))
        .isSameAs(first);
    var second = first.renewed(NAMES, Validity.STANDARD, NOW.plus(Duration.ofDays(61)));
    assertThat(second.serving()).isNotEqualTo(first.serving());
    assertThat(second.bundle()).isEqualTo(first.bundle());
  }

  @Test
  void anAuthorityIsTrustedBeforeItSignsAndAfterItHasStopped() throws Exception {
    var first = Keychain.create(NAMES, Validity.STANDARD, NOW);
    var due = NOW.plus(Duration.ofDays(244));
    var announced = first.renewed(NAMES, Validity.STANDARD, due);
    assertThat(announced.authorities()).hasSize(2);
    assertThat(announced.authorities().getFirst()).isEqualTo(first.authorities().getFirst());
    assertThat(announced.bundle()).startsWith(first.bundle());

    var later = due.plus(Duration.ofHours(25));
    var promoted = announced.renewed(NAMES, Validity.STANDARD, later);
    assertThat(promoted.authorities()).containsExactly(announced.authorities().get(1));
    assertTrusted(announced.bundle(), promoted.serving().leaf(), later);
    assertTrusted(promoted.bundle(), announced.serving().leaf(), later);

    var end = NOW.plus(Duration.ofDays(366));
    assertThat(promoted.renewed(NAMES, Validity.STANDARD, end).retired()).isEmpty();
  }

  @Test
  void atEachHourOfThreeYearsTheBundleOfBeforeTrustsTheServerOfNow() throws Exception {
    var keychain = Keychain.create(NAMES, Validity.STANDARD, NOW);
    for (var hour = 0; hour < 3 * 365 * 24; hour += 5) {
      var now = NOW.plus(Duration.ofHours(hour));
      var before = keychain;
      keychain = keychain.renewed(NAMES, Validity.STANDARD, now);
      if (!keychain.equals(before)) {
        assertTrusted(before.bundle(), keychain.serving().leaf(), now);
        assertTrusted(keychain.bundle(), before.serving().leaf(), now);
        assertThat(keychain.renewed(NAMES, Validity.STANDARD, now)).isSameAs(keychain);
      }
    }
  }

  @Test
  void newNamesAndWrongClocksAreAnsweredWithNewCertificates() {
    var first = Keychain.create(List.of("a"), Validity.STANDARD, NOW);
    var renamed = first.renewed(List.of("a", "b"), Validity.STANDARD, NOW);
    assertThat(renamed.serving()).isNotEqualTo(first.serving());
    assertThat(renamed.authorities()).isEqualTo(first.authorities());

    for (var days : List.of(-30, 400)) {
      var jumped = first.renewed(List.of("a"), Validity.STANDARD, NOW.plus(Duration.ofDays(days)));
      assertThat(jumped.authorities()).isNotEqualTo(first.authorities());
    }
  }

  @Test
  void spoiledEntriesAreNotRead() {
    var entries = KeychainFile.write(Keychain.create(NAMES, Validity.STANDARD, NOW));
    var other = KeychainFile.write(Keychain.create(NAMES, Validity.STANDARD, NOW));
    for (var name : entries.keySet()) {
      var missing = new HashMap<>(entries);
      missing.remove(name);
      assertThat(KeychainFile.read(missing)).as("without " + name).isEmpty();
      for (var garbage : List.of("", "garbage", "-----BEGIN CERTIFICATE-----\nAAAA\n")) {
        var spoiled = new HashMap<>(entries);
        spoiled.put(name, garbage.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(KeychainFile.read(spoiled)).as(name + ": " + garbage).isEmpty();
      }
    }
    var mixed = new HashMap<>(entries);
    mixed.put("tls.key", other.getOrDefault("tls.key", new byte[0]));
    assertThat(KeychainFile.read(mixed)).isEmpty();
  }

  @Test
  void theJdkAcceptsTheCertificateAsATrustAnchor() throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    var keychain = Keychain.create(NAMES, Validity.STANDARD, NOW);
    assertThatCode(
            () -> store.setCertificateEntry("ca", keychain.authorities().getFirst().certificate()))
        .doesNotThrowAnyException();
  }

  private static Set<String> names(X509Certificate leaf) throws Exception {
    return leaf.getSubjectAlternativeNames().stream()
        .map(name -> String.valueOf(name.get(1)))
        .collect(Collectors.toSet());
  }

  private static void assertTrusted(String bundle, X509Certificate leaf, Instant at)
      throws Exception {
    var anchors =
        Pem.parseCertificates(bundle).stream()
            .map(anchor -> new TrustAnchor(anchor, null))
            .collect(Collectors.toSet());
    var parameters = new PKIXParameters(anchors);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf));
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }
}
