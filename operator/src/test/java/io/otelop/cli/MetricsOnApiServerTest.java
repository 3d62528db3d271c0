// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.otelop.settings.Settings;
import io.otelop.settings.SettingsResult;
import io.otelop.telemetry.Metrics;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Ports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may read the operator's metrics. */
@ExtendWith(ControlPlane.class)
class MetricsOnApiServerTest {

  private final Cluster cluster;

  MetricsOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void areShownToThoseWhoMayReadThem() throws Exception {
    var port = Ports.free();
    try (var page = MetricsPage.serve(settings(port), cluster.client(), new Metrics())) {
      assertThat(page).isNotNull();
      assertThat(read(port, "")).isEqualTo(401);
      assertThat(read(port, "nonsense")).isEqualTo(401);
      assertThat(read(port, token("stranger"))).isEqualTo(403);

      cluster.apply(
          """
          apiVersion: v1
          kind: ServiceAccount
          metadata: {name: prometheus, namespace: %1$s}
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRole
          metadata: {name: metrics-of-%1$s}
          rules: [{nonResourceURLs: [/metrics], verbs: [get]}]
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRoleBinding
          metadata: {name: metrics-of-%1$s}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: metrics-of-%1$s}
          subjects: [{kind: ServiceAccount, name: prometheus, namespace: %1$s}]
          """
              .formatted(cluster.namespace()));
      org.awaitility.Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> read(port, token("prometheus")) == 200);
    }
  }

  private static Settings settings(int port) {
    return switch (Settings.parse(
        List.of("--metrics-addr=127.0.0.1:" + port), Map.of(), _ -> Optional.empty())) {
      case SettingsResult.Accepted(var settings, _) -> settings;
      case SettingsResult.Refused(var findings) ->
          throw new IllegalArgumentException(findings.toString());
    };
  }

  private String token(String account) {
    cluster.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: %s, namespace: %s}
        """
            .formatted(account, cluster.namespace()));
    TokenRequest request =
        cluster
            .client()
            .serviceAccounts()
            .inNamespace(cluster.namespace())
            .withName(account)
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build());
    return request.getStatus().getToken();
  }

  private static int read(int port, String token) throws Exception {
    var tls = SSLContext.getInstance("TLS");
    tls.init(null, new TrustManager[] {new Anybody()}, null);
    try (var client = HttpClient.newBuilder().sslContext(tls).build()) {
      var request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/metrics"));
      if (!token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
  }

  private static final class Anybody implements X509TrustManager {

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
