// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import io.otelop.reason.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate that others put into files and renew there, such as cert-manager in a mounted
 * Secret. Files that cannot be read, or do not belong together, leave the last good ones in use. An
 * authority that was replaced is trusted for another day: replicas do not see new files together.
 */
public final class CertificateFiles implements CertificateSource {

  private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);
  private static final Duration OVERLAP = Duration.ofDays(1);

  private final Place place;
  private final Clock clock;
  private final Consumer<Finding> incidents;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final Map<X509Certificate, Instant> before = new LinkedHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("certificate-files").factory());
  private volatile Content current;
  private volatile String bundle;
  private String problem = "";

  private CertificateFiles(Place place, Content first, Clock clock, Consumer<Finding> incidents) {
    this.incidents = incidents;
    this.place = place;
    this.clock = clock;
    current = first;
    bundle = Pem.certificates(first.authorities());
  }

  /**
   * The files.
   *
   * @param certificate the server's, followed by those between it and its authority
   * @param key its private key
   * @param authority what the API server is to trust; it may be missing
   */
  public record Place(Path certificate, Path key, Path authority) {

    /** The names that a Secret of type {@code kubernetes.io/tls} has in a folder. */
    public static Place in(Path directory) {
      return new Place(
          directory.resolve("tls.crt"), directory.resolve("tls.key"), directory.resolve("ca.crt"));
    }
  }

  private record Content(ServingCertificate serving, List<X509Certificate> authorities) {}

  /**
   * Reads the files, and looks again from now on.
   *
   * @param check how often
   * @param incidents told of files that cannot be used
   * @return empty where they are not all there yet
   * @throws IOException where they are there and no good
   */
  public static Optional<CertificateFiles> open(
      Place place, Duration check, Clock clock, Consumer<Finding> incidents) throws IOException {
    try {
      var files = new CertificateFiles(place, read(place), clock, incidents);
      var _ =
          files.timer.scheduleWithFixedDelay(
              files::refresh, check.toMillis(), check.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.of(files);
    } catch (NoSuchFileException notYet) {
      return Optional.empty();
    } catch (GeneralSecurityException useless) {
      throw new IOException(place.certificate() + ": " + useless.getMessage(), useless);
    }
  }

  private static Content read(Place place) throws IOException, GeneralSecurityException {
    var chain = Pem.parseCertificates(text(place.certificate()));
    if (chain.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate in it");
    }
    var key = Pem.parseKey(text(place.key()), chain.getFirst());
    var authorities =
        Files.exists(place.authority())
            ? Pem.parseCertificates(text(place.authority()))
            : List.<X509Certificate>of();
    return new Content(new ServingCertificate(chain, key), authorities);
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  @Override
  public ServingCertificate serving() {
    return current.serving();
  }

  @Override
  public String bundle() {
    return bundle;
  }

  @Override
  public void onChange(Listener listener) {
    listeners.add(listener);
  }

  @Override
  public synchronized void refresh() {
    try {
      take(read(place));
      problem = "";
    } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
      // Files may be read while they are written, and the timer must not end.
      var now = String.valueOf(unusable.getMessage());
      if (!now.equals(problem)) {
        LOG.atWarn()
            .addKeyValue("file", place.certificate())
            .addKeyValue("problem", now)
            .log("new certificate files cannot be used, the last good ones stay");
        incidents.accept(
            Finding.of(
                WebhookReason.CertificateFilesUnusable,
                "",
                place.certificate().toString(),
                "cannot be used: " + now));
      }
      problem = now;
    }
  }

  private void take(Content now) {
    var last = current;
    last.authorities().forEach(old -> before.put(old, clock.instant().plus(OVERLAP)));
    now.authorities().forEach(before::remove);
    before.values().removeIf(until -> clock.instant().isAfter(until));
    var trusted = new ArrayList<>(now.authorities());
    if (!trusted.isEmpty()) {
      trusted.addAll(before.keySet());
    }
    current = now;
    var text = Pem.certificates(trusted);
    if (!text.equals(bundle)) {
      bundle = text;
      LOG.atInfo().addKeyValue("authorities", trusted.size()).log("Authority changed");
      listeners.forEach(listener -> listener.trust(text));
    }
    if (!now.serving().leaf().equals(last.serving().leaf())) {
      LOG.atInfo()
          .addKeyValue("until", now.serving().leaf().getNotAfter().toInstant())
          .log("Serving certificate changed");
      listeners.forEach(listener -> listener.serve(now.serving()));
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
