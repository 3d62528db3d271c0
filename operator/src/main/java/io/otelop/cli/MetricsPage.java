// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.cluster.PathReaders;
import io.otelop.settings.Settings;
import io.otelop.settings.TelemetrySettings;
import io.otelop.telemetry.Metrics;
import io.otelop.telemetry.MetricsServer;
import io.otelop.webhook.CertificateFiles;
import io.otelop.webhook.CertificateSource;
import io.otelop.webhook.CertificateStore;
import io.otelop.webhook.Certificates;
import io.otelop.webhook.ServingCertificate;
import io.otelop.webhook.ServingKeys;
import io.otelop.webhook.Validity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The page with the operator's metrics, for everybody or by HTTPS for those who may read it. */
final class MetricsPage implements AutoCloseable {

  private static final Duration CHECK = Duration.ofSeconds(10);

  private final Parts parts = new Parts();

  private MetricsPage() {}

  /**
   * Serves it as the settings say.
   *
   * @throws IOException where the address cannot be had, or the certificate is of no use
   */
  static MetricsPage serve(Settings settings, KubernetesClient client, Metrics metrics)
      throws IOException {
    var page = new MetricsPage();
    var address = settings.get(TelemetrySettings.METRICS_ADDRESS);
    if (!address.isWanted()) {
      return page;
    }
    if (!settings.get(TelemetrySettings.METRICS_SECURE)) {
      page.parts.started(MetricsServer.start(address, metrics)::close);
      return page;
    }
    var certificates = certificates(settings);
    page.parts.started(certificates::close);
    var keys = new ServingKeys(certificates.serving());
    certificates.onChange(new Renewal(keys));
    var readers = new PathReaders(client, "/metrics", Clock.systemUTC());
    page.parts.started(
        MetricsServer.start(
                address, metrics, Webhooks.tls(settings).configurator(keys), readers::answer)
            ::close);
    return page;
  }

  private static CertificateSource certificates(Settings settings) throws IOException {
    var certificate = settings.get(TelemetrySettings.METRICS_CERT_FILE);
    if (certificate.isEmpty()) {
      return Certificates.open(
          CertificateStore.inMemory(),
          List.of("localhost"),
          Validity.STANDARD,
          Clock.systemUTC(),
          _ -> {});
    }
    var file = Path.of(certificate);
    var place =
        new CertificateFiles.Place(
            file,
            Path.of(settings.get(TelemetrySettings.METRICS_KEY_FILE)),
            file.resolveSibling("ca.crt"));
    return CertificateFiles.open(place, CHECK, Clock.systemUTC(), _ -> {})
        .orElseThrow(() -> new IOException("there is no certificate for the metrics at " + file));
  }

  private record Renewal(ServingKeys keys) implements CertificateSource.Listener {

    @Override
    public void trust(String bundle) {
      // Who reads metrics decides for itself whom it trusts.
    }

    @Override
    public void serve(ServingCertificate certificate) {
      keys.use(certificate);
    }
  }

  @Override
  public void close() {
    parts.close();
  }
}
