// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otelop.reason.Finding;
import io.otelop.webhook.CertificateFiles.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {

  private static final List<String> NAMES = List.of("localhost");
  private static final Duration NEVER = Duration.ofDays(1);

  private final List<Finding> incidents = new ArrayList<>();

  @TempDir Path directory;

  @Test
  void filesThatAreNotThereAreWaitedForAndUselessOnesNamed() throws Exception {
    var place = Place.in(directory);
    assertThat(CertificateFiles.open(place, NEVER, Clock.systemUTC(), incidents::add)).isEmpty();
    Files.writeString(place.certificate(), "nothing");
    Files.writeString(place.key(), "nothing");

    assertThatThrownBy(() -> CertificateFiles.open(place, NEVER, Clock.systemUTC(), incidents::add))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tls.crt")
        .hasMessageContaining("certificate");
  }

  @Test
  void newFilesAreServedAndTheOldAuthorityIsTrustedMeanwhile() throws Exception {
    var first = write();
    try (var files = open()) {
      var told = new ArrayList<String>();
      files.onChange(
          new CertificateSource.Listener() {
            @Override
            public void trust(String bundle) {
              told.add("trust");
            }

            @Override
            public void serve(ServingCertificate certificate) {
              told.add("serve");
            }
          });
      assertThat(files.bundle()).isEqualTo(first.bundle());

      files.refresh();
      assertThat(told).isEmpty();
      var second = write();
      files.refresh();

      assertThat(told).containsExactly("trust", "serve");
      assertThat(files.serving().leaf()).isEqualTo(second.serving().leaf());
      assertThat(files.bundle()).isEqualTo(second.bundle() + first.bundle());
    }
  }

  @Test
  void filesThatAreWrittenHalfLeaveTheLastGoodOnesInUse() throws Exception {
    var first = write();
    try (var files = open()) {
      var other = Keychain.create(NAMES, Validity.STANDARD, Instant.now());
      Files.writeString(
          directory.resolve("tls.crt"), Pem.certificates(other.serving().chain()).substring(0, 80));
      files.refresh();
      files.refresh();
      assertThat(files.serving().leaf()).isEqualTo(first.serving().leaf());
      assertThat(incidents)
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.reason()).isEqualTo(WebhookReason.CertificateFilesUnusable);
                assertThat(it.sentence()).contains("tls.crt").contains("cannot be used");
              });

      Files.delete(directory.resolve("tls.crt"));
      files.refresh();
      assertThat(files.serving().leaf()).isEqualTo(first.serving().leaf());
    }
  }

  @Test
  void withoutAnAuthorityTheApiServerIsToldNothing() throws Exception {
    write();
    Files.delete(directory.resolve("ca.crt"));
    try (var files = open()) {
      assertThat(files.bundle()).isEmpty();
    }
  }

  /** The forms that cert-manager and openssl write unless they are told otherwise. */
  @Test
  void keysInTheOlderFormsAreRead() throws Exception {
    var keychain = write();
    var pkcs8 = keychain.serving().key().getEncoded();
    // version, algorithm, and the older form in an octet string with a header of two bytes
    var algorithm = Der.first(keychain.serving().leaf().getPublicKey().getEncoded());
    var older = java.util.Arrays.copyOfRange(pkcs8, 2 + 3 + algorithm.length + 2, pkcs8.length);
    Files.writeString(
        directory.resolve("tls.key"),
        "-----BEGIN EC PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(older)
            + "\n-----END EC PRIVATE KEY-----\n");

    try (var files = open()) {
      assertThat(files.serving().key()).isEqualTo(keychain.serving().key());
    }
  }

  @Test
  void aKeyOfAnotherKindThanTheCertificateIsRefused() throws Exception {
    var keychain = write();
    var rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();

    assertThatThrownBy(() -> Pem.parseKey(Pem.key(rsa.getPrivate()), keychain.serving().leaf()))
        .isInstanceOf(java.security.GeneralSecurityException.class);
  }

  private CertificateFiles open() throws IOException {
    return CertificateFiles.open(Place.in(directory), NEVER, Clock.systemUTC(), incidents::add)
        .orElseThrow();
  }

  private Keychain write() throws IOException {
    var keychain = Keychain.create(NAMES, Validity.STANDARD, Instant.now());
    var place = Place.in(directory);
    Files.writeString(place.authority(), keychain.bundle());
    Files.writeString(place.key(), Pem.key(keychain.serving().key()));
    Files.writeString(place.certificate(), Pem.certificates(keychain.serving().chain()));
    return keychain;
  }
}
