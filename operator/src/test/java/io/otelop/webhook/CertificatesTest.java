// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.reason.Finding;
import io.otelop.reason.Reason;
import io.otelop.testing.MovedClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What others, or time, do to the certificates, and what the operator says about it. */
class CertificatesTest {

  private static final List<String> NAMES = List.of("webhooks.test");

  private final List<Finding> incidents = new ArrayList<>();
  private final Box box = new Box();
  private final MovedClock clock = new MovedClock(Instant.parse("2026-01-02T03:04:05Z"));
  private final Certificates certificates =
      Certificates.open(box, NAMES, Validity.STANDARD, clock, incidents::add);

  @AfterEach
  void close() {
    certificates.close();
  }

  @Test
  void makingAndRenewingThemIsNoIncident() {
    var before = certificates.serving();
    var first = certificates.bundle();
    for (var month = 0; month < 24; month++) {
      clock.move(Duration.ofDays(30));
      certificates.refresh();
    }

    assertThat(certificates.bundle()).doesNotContain(first);
    assertThat(certificates.serving()).isNotEqualTo(before);
    assertThat(incidents).isEmpty();
  }

  @Test
  void anEmptySecretThatTheChartMadeIsNoIncident() {
    var kept = new Box();
    kept.entries = Optional.of(new CertificateStore.Entries(Map.of("tls.crt", new byte[0]), "1"));
    Certificates.open(kept, NAMES, Validity.STANDARD, clock, incidents::add).close();

    assertThat(incidents).isEmpty();
  }

  @Test
  void aSecretThatIsGoneIsKeptAgain() {
    var bundle = certificates.bundle();
    box.entries = Optional.empty();

    certificates.refresh();
    certificates.refresh();

    assertThat(certificates.bundle()).isEqualTo(bundle);
    assertThat(reasons()).containsExactly(WebhookReason.CertificateSecretDeleted);
  }

  @Test
  void aSecretWithNonsenseIsKeptAgain() {
    var bundle = certificates.bundle();
    var data = new HashMap<>(box.entries.orElseThrow().data());
    data.put("ca.crt", "nonsense".getBytes(StandardCharsets.US_ASCII));
    box.entries = Optional.of(new CertificateStore.Entries(data, "edited"));

    certificates.refresh();
    certificates.refresh();

    assertThat(certificates.bundle()).isEqualTo(bundle);
    assertThat(reasons()).containsExactly(WebhookReason.CertificateSecretSpoiled);
  }

  @Test
  void anotherAuthorityThatWasNotAnnouncedIsTrusted() throws Exception {
    var elsewhere = new Box();
    Certificates.open(elsewhere, NAMES, Validity.STANDARD, clock, incidents::add).close();
    box.entries = elsewhere.entries;

    certificates.refresh();
    certificates.refresh();

    assertThat(Pem.parseCertificates(certificates.bundle())).hasSize(1);
    assertThat(reasons()).containsExactly(WebhookReason.AuthorityReplaced);
  }

  @Test
  void aClockThatJumpsEndsThem() {
    var bundle = certificates.bundle();
    clock.move(Duration.ofDays(1_000));
    certificates.refresh();
    assertThat(certificates.bundle()).isNotEqualTo(bundle);
    clock.move(Duration.ofDays(-1_000));
    certificates.refresh();
    certificates.refresh();

    assertThat(reasons())
        .containsExactly(WebhookReason.CertificateEnded, WebhookReason.CertificateEnded);
    assertThat(certificates.serving().leaf().getNotBefore()).isBefore(Date.from(clock.instant()));
  }

  private List<Reason> reasons() {
    return incidents.stream().map(Finding::reason).toList();
  }

  private static final class Box implements CertificateStore {
    private Optional<Entries> entries = Optional.empty();
    private int writes;

    @Override
    public Optional<Entries> read() {
      return entries;
    }

    @Override
    public boolean write(Map<String, byte[]> data, Optional<Entries> before) {
      writes++;
      entries = Optional.of(new Entries(data, String.valueOf(writes)));
      return true;
    }
  }
}
