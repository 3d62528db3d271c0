// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import io.otelop.reason.Finding;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of the webhooks: made where there are none, shared with the other replicas
 * through a {@link CertificateStore}, renewed in time, and made again where somebody has spoiled
 * them. Nothing else has to be installed for them.
 */
public final class Certificates implements CertificateSource {

  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
  private static final int ATTEMPTS = 10;

  private final CertificateStore store;
  private final List<String> names;
  private final Validity validity;
  private final Clock clock;
  private final Consumer<Finding> incidents;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicReference<Keychain> current;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("certificates").factory());

  private Certificates(
      CertificateStore store,
      List<String> names,
      Validity validity,
      Clock clock,
      Consumer<Finding> incidents) {
    this.incidents = incidents;
    this.store = store;
    this.names = List.copyOf(names);
    this.validity = validity;
    this.clock = clock;
    this.current = new AtomicReference<>(agreed(Optional.empty()));
  }

  /**
   * Reads or makes certificates, and looks after them from now on.
   *
   * @param names DNS names and addresses under which the webhooks are called
   * @param incidents told of what others, or time, did to them
   */
  public static Certificates open(
      CertificateStore store,
      List<String> names,
      Validity validity,
      Clock clock,
      Consumer<Finding> incidents) {
    var certificates = new Certificates(store, names, validity, clock, incidents);
    var pause = validity.check().toMillis();
    var _ =
        certificates.timer.scheduleWithFixedDelay(
            certificates::refreshOrReport, pause, pause, TimeUnit.MILLISECONDS);
    return certificates;
  }

  @Override
  public ServingCertificate serving() {
    return current.get().serving();
  }

  @Override
  public String bundle() {
    return current.get().bundle();
  }

  @Override
  public void onChange(Listener listener) {
    listeners.add(listener);
  }

  /** Looks at once whether anything is due, or was changed by another replica. */
  @Override
  public synchronized void refresh() {
    var before = current.get();
    var after = agreed(Optional.of(before));
    current.set(after);
    if (!after.bundle().equals(before.bundle())) {
      LOG.atInfo().addKeyValue("authorities", after.authorities().size()).log("Authority changed");
      listeners.forEach(listener -> listener.trust(after.bundle()));
    }
    if (!after.serving().leaf().equals(before.serving().leaf())) {
      LOG.atInfo()
          .addKeyValue("until", after.serving().leaf().getNotAfter().toInstant())
          .log("Serving certificate changed");
      listeners.forEach(listener -> listener.serve(after.serving()));
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void refreshOrReport() {
    try {
      refresh();
    } catch (RuntimeException unreachable) {
      // The timer would end with an exception; what we have is good for weeks, so try again.
      LOG.atWarn().setCause(unreachable).log("Certificates could not be checked");
    }
  }

  /** What is kept after we have done what is due; the same for every replica. */
  private Keychain agreed(Optional<Keychain> known) {
    for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
      var now = clock.instant();
      var kept = store.read();
      var read = kept.flatMap(entries -> KeychainFile.read(entries.data()));
      var base = read.or(() -> known).orElseGet(() -> Keychain.create(names, validity, now));
      var wanted = base.renewed(names, validity, now);
      if (read.isPresent() && wanted.equals(base)) {
        incident(kept, read, known, now).ifPresent(this::report);
        return known.filter(same -> same.equals(base)).orElse(base);
      }
      if (store.write(KeychainFile.write(wanted), kept)) {
        incident(kept, read, known, now).ifPresent(this::report);
        return wanted;
      }
    }
    throw new IllegalStateException(
        "certificates were changed by others at each of " + ATTEMPTS + " attempts to agree");
  }

  private void report(Finding finding) {
    LOG.atWarn().addKeyValue("reason", finding.reason().code()).log(finding.sentence());
    incidents.accept(finding);
  }

  /** What others, or time, did to what was kept; nothing where all is as it was left. */
  private static Optional<Finding> incident(
      Optional<CertificateStore.Entries> kept,
      Optional<Keychain> read,
      Optional<Keychain> known,
      Instant now) {
    if (kept.isEmpty() && known.isPresent()) {
      return finding(
          WebhookReason.CertificateSecretDeleted, "the Secret of the certificates was deleted");
    }
    if (read.isEmpty() && kept.isPresent() && !kept.get().isBlank()) {
      return finding(
          WebhookReason.CertificateSecretSpoiled,
          "the Secret of the certificates is incomplete or its parts do not belong together");
    }
    var base = read.or(() -> known);
    if (base.isPresent() && base.get().isUseless(now)) {
      return finding(
          WebhookReason.CertificateEnded,
          "the webhooks' certificate, or its authority, is not valid at "
              + now.truncatedTo(ChronoUnit.SECONDS)
              + " and was made anew");
    }
    if (read.isPresent() && known.isPresent() && !read.get().sharesAuthority(known.get())) {
      return finding(
          WebhookReason.AuthorityReplaced,
          "the Secret of the certificates has an authority that was not announced");
    }
    return Optional.empty();
  }

  private static Optional<Finding> finding(WebhookReason reason, String problem) {
    return Optional.of(Finding.of(reason, "", "", problem));
  }
}
