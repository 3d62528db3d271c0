// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.reason.Finding;
import io.otelop.settings.Settings;
import io.otelop.settings.WebhookSettings;
import io.otelop.webhook.CertificateFiles;
import io.otelop.webhook.CertificateSource;
import io.otelop.webhook.CertificateStore;
import io.otelop.webhook.Certificates;
import io.otelop.webhook.SecretCertificateStore;
import io.otelop.webhook.Validity;
import io.otelop.webhook.WebhookTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate of the webhooks: made here and shared by a Secret, or read from files. */
final class WebhookCertificates {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookCertificates.class);
  private static final Duration CHECK = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private WebhookCertificates() {}

  /**
   * The certificate that the settings ask for; where it is to come from files that are not there
   * yet, returns when they are.
   *
   * @param names that a certificate of our own is made for
   * @param incidents told of what others, or time, did to it
   * @param waitsFor told what is missing
   * @throws IOException where the files are of no use, or waiting was interrupted
   */
  static CertificateSource open(
      Settings settings,
      KubernetesClient client,
      Optional<WebhookTarget> target,
      List<String> names,
      Consumer<Finding> incidents,
      Consumer<String> waitsFor)
      throws IOException {
    var directory = settings.get(WebhookSettings.CERTIFICATE_DIR);
    return directory.isEmpty()
        ? Certificates.open(
            store(settings, client, target), names, Validity.STANDARD, Clock.systemUTC(), incidents)
        : files(CertificateFiles.Place.in(Path.of(directory)), incidents, waitsFor);
  }

  private static CertificateFiles files(
      CertificateFiles.Place place, Consumer<Finding> incidents, Consumer<String> waitsFor)
      throws IOException {
    var isTold = false;
    while (true) {
      var files = CertificateFiles.open(place, CHECK, Clock.systemUTC(), incidents);
      if (files.isPresent()) {
        return files.get();
      }
      if (!isTold) {
        isTold = true;
        var missing = "there are no " + place.certificate() + " and " + place.key() + " yet";
        LOG.atWarn().log(missing);
        waitsFor.accept(missing);
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        throw new IOException("stopped before there was a certificate", stopping);
      }
    }
  }

  private static CertificateStore store(
      Settings settings, KubernetesClient client, Optional<WebhookTarget> target) {
    return target.isPresent() && target.get() instanceof WebhookTarget.ThroughService service
        ? new SecretCertificateStore(
            client, service.namespace(), settings.get(WebhookSettings.CERTIFICATE_SECRET))
        : CertificateStore.inMemory();
  }
}
