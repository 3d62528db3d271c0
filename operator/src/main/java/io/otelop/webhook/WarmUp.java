// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Calls the program's own webhook server as the API server would, through TLS, before it says that
 * it is ready: this loads and compiles what the first pod would otherwise wait for
 * (java-engineering.md 0.7), and proves that the server answers. The reviews are dry runs and are
 * not observed.
 */
public final class WarmUp {

  private static final String UID = "warm-up";

  /** A trace that nobody keeps; format: W3C Trace Context. */
  private static final String UNSAMPLED = "00-" + "1".repeat(32) + "-" + "1".repeat(16) + "-00";

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private WarmUp() {}

  /** Whether a request is one of ours; an API server's uid is a UUID. */
  static boolean isOurs(AdmissionRequest request) {
    return request.uid().equals(UID);
  }

  /**
   * Sends a pod to a path a number of times.
   *
   * @param server ours
   * @param path where a pod's admission is
   * @param pod the pod's JSON
   * @param namespace the namespace it pretends to be made in
   * @param times how often
   * @return how long the last call took
   * @throws IOException where a call was not answered as it should be
   */
  public static Duration pods(
      WebhookServer server, String path, String pod, String namespace, int times)
      throws IOException {
    var review = review(pod, namespace);
    var last = Duration.ZERO;
    try (var client = client(server)) {
      for (var i = 0; i < times; i++) {
        last = call(client, server.port(), path, review);
      }
    }
    return last;
  }

  private static Duration call(HttpClient client, int port, String path, String body)
      throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("traceparent", UNSAMPLED)
            .POST(BodyPublishers.ofString(body))
            .build();
    var start = System.nanoTime();
    try {
      var response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("self-call to " + path + " got HTTP " + response.statusCode());
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IOException("self-call to " + path + " was interrupted", stopping);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String review(String pod, String namespace) {
    return """
        {"apiVersion": "%s", "kind": "%s", "request": {"uid": "%s", "operation": "CREATE", \
        "kind": {"group": "", "version": "v1", "kind": "Pod"}, \
        "resource": {"group": "", "version": "v1", "resource": "pods"}, \
        "namespace": "%s", "dryRun": true, "userInfo": {"username": "warm-up"}, "object": %s}}"""
        .formatted(AdmissionReviews.API_VERSION, AdmissionReviews.KIND, UID, namespace, pod);
  }

  private static HttpClient client(WebhookServer server) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new OwnCertificate(server)}, null);
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .sslContext(context)
          .connectTimeout(TIMEOUT)
          .build();
    } catch (GeneralSecurityException noTls) {
      throw new IllegalStateException("this runtime has no TLS", noTls);
    }
  }

  /** Trusts the certificate that the server serves now, under whatever name. */
  private static final class OwnCertificate extends X509ExtendedTrustManager {

    private final WebhookServer server;

    OwnCertificate(WebhookServer server) {
      this.server = server;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
      if (!chain[0].equals(server.certificate().leaf())) {
        throw new CertificateException("the server at our port is not this one");
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
