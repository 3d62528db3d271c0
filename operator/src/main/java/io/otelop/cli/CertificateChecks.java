// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.cluster.ObjectReads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * How long the API server can go on calling a webhook: what it trusts, and what the webhook shows.
 */
final class CertificateChecks {

  private static final Duration SOON = Duration.ofDays(7);
  private static final int PATIENCE_MILLIS = 3_000;
  private static final int HTTPS = 443;

  private final ObjectReads reads;
  private final Clock clock;

  CertificateChecks(ObjectReads reads, Clock clock) {
    this.reads = reads;
    this.clock = clock;
  }

  /** What the API server trusts. */
  Check trusted(JsonNode webhook) {
    var what = "webhook " + webhook.path("name").asText();
    var bundle = webhook.at("/clientConfig/caBundle").asText("");
    if (bundle.isEmpty()) {
      return Check.wrong(what, "has no caBundle", "the operator sets it: look at its log");
    }
    try {
      return last(new ByteArrayInputStream(Base64.getDecoder().decode(bundle)))
          .map(end -> life(what, "is trusted", end))
          .orElseGet(() -> Check.wrong(what, "has an empty caBundle", "restart the operator"));
    } catch (CertificateException | IllegalArgumentException e) {
      return Check.wrong(what, "has a caBundle that is no certificate", "restart the operator");
    }
  }

  /**
   * What the webhooks show: asked of them where they have an address, and read from the Secret
   * behind their Service.
   *
   * @param clientConfig how the API server reaches them
   * @param secret name of the Secret, in the namespace of the Service
   */
  Check served(JsonNode clientConfig, String secret) {
    var what = "certificate of the webhooks";
    var url = clientConfig.path("url").asText("");
    try {
      var end =
          url.isEmpty()
              ? ofSecret(clientConfig.at("/service/namespace").asText(), secret)
              : Optional.of(shown(URI.create(url)));
      return end.map(it -> life(what, "is good", it))
          .orElseGet(
              () ->
                  Check.odd(
                      what,
                      "is not in Secret " + secret,
                      "right if files or cert-manager bring it; else look at the operator's log"));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      return Check.odd(
          what,
          "could not be looked at: " + e.getMessage(),
          "ask from where the webhooks are near");
    }
  }

  private Check life(String what, String how, Instant end) {
    var left = Duration.between(clock.instant(), end);
    if (left.isNegative()) {
      return Check.wrong(
          what, "%s no longer, since %s".formatted(how, end), "restart the operator");
    }
    var message = "%s until %s, %d days".formatted(how, end, left.toDays());
    return left.compareTo(SOON) < 0
        ? Check.odd(what, message, "the operator renews it in time if it runs")
        : Check.well(what, message);
  }

  private static Optional<Instant> last(InputStream certificates) throws CertificateException {
    return CertificateFactory.getInstance("X.509").generateCertificates(certificates).stream()
        .map(it -> ((X509Certificate) it).getNotAfter().toInstant())
        .max(Instant::compareTo);
  }

  /** The certificate alone is used; the key is neither kept nor told. */
  private Optional<Instant> ofSecret(String namespace, String name) throws CertificateException {
    var text =
        reads
            .get(Kinds.SECRET, namespace, name)
            .map(it -> it.at("/data/tls.crt").asText(""))
            .orElse("");
    return text.isEmpty()
        ? Optional.empty()
        : last(new ByteArrayInputStream(Base64.getDecoder().decode(text)));
  }

  private static Instant shown(URI url) throws IOException, GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Any()}, null);
    try (var plain = new Socket()) {
      var port = url.getPort() < 0 ? HTTPS : url.getPort();
      plain.connect(new InetSocketAddress(url.getHost(), port), PATIENCE_MILLIS);
      plain.setSoTimeout(PATIENCE_MILLIS);
      try (var socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, url.getHost(), port, true)) {
        socket.startHandshake();
        var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return shown.getNotAfter().toInstant();
      }
    }
  }

  /**
   * Nothing is sent: the certificate is looked at, and need not be one that this machine trusts.
   */
  private static final class Any extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
