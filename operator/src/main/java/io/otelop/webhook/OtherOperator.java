// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another operator that keeps the webhooks of this cluster: two of them would undo each other's
 * work for ever. The webhook configurations say where it is; whether it lives is asked where the
 * API server would ask it, through TLS and under the authority that stands there.
 */
public final class OtherOperator {

  private static final Logger LOG = LoggerFactory.getLogger(OtherOperator.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int HTTPS = 443;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final WebhookTarget own;

  /** Sees others than the operator whose webhooks are called there. */
  public OtherOperator(WebhookTarget own) {
    this.own = own;
  }

  /** Where it is, in words for people; empty where there is none, or it answers no more. */
  public Optional<String> in(KubernetesClient client) {
    var api = client.admissionRegistration().v1();
    var mutation = api.mutatingWebhookConfigurations().withName(WebhookConfigurations.MUTATION);
    return Optional.<HasMetadata>ofNullable(mutation.get()).flatMap(this::keeping);
  }

  /** The same of a configuration that was read already. */
  Optional<String> keeping(HasMetadata configuration) {
    for (var webhook : JSON.<JsonNode>valueToTree(configuration).path("webhooks")) {
      var called = webhook.path("clientConfig");
      if (!isOwn(called)) {
        return answers(called) ? Optional.of(description(called)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private boolean isOwn(JsonNode called) {
    return switch (own) {
      case WebhookTarget.ThroughService service ->
          called.path("service").path("namespace").asText().equals(service.namespace())
              && called.path("service").path("name").asText().equals(service.name());
      case WebhookTarget.AtUrl(var base) ->
          called.path("url").asText().startsWith(base.toString() + "/");
    };
  }

  private static String description(JsonNode called) {
    var service = called.path("service");
    return service.isMissingNode()
        ? called.path("url").asText()
        : "Service " + service.path("namespace").asText() + "/" + service.path("name").asText();
  }

  /** In doubt it does: who waits in vain is told so, and two that fight are a trouble for all. */
  private boolean answers(JsonNode called) {
    var address = address(called);
    try (var plain = new Socket()) {
      plain.connect(address, Math.toIntExact(PATIENCE.toMillis()));
      plain.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      var factory = trusting(called.path("caBundle").asText()).getSocketFactory();
      try (var tls =
          (SSLSocket)
              factory.createSocket(plain, address.getHostString(), address.getPort(), true)) {
        var parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return true;
      }
    } catch (UnknownHostException unknown) {
      // From outside the cluster nobody knows the name of a Service.
      return own instanceof WebhookTarget.AtUrl && called.has("service");
    } catch (ConnectException | SSLException | GeneralSecurityException gone) {
      LOG.atDebug().setCause(gone).log("whoever kept the webhooks answers no more");
      return false;
    } catch (IOException | IllegalArgumentException doubtful) {
      LOG.atDebug().setCause(doubtful).log("whoever keeps the webhooks cannot be asked");
      return true;
    }
  }

  private static InetSocketAddress address(JsonNode called) {
    var service = called.path("service");
    if (!service.isMissingNode()) {
      var host = service.path("name").asText() + "." + service.path("namespace").asText() + ".svc";
      return new InetSocketAddress(host, service.path("port").asInt(HTTPS));
    }
    var url = URI.create(called.path("url").asText());
    var host = url.getHost() == null ? "" : url.getHost().replaceAll("[\\[\\]]", "");
    return new InetSocketAddress(host, url.getPort() < 0 ? HTTPS : url.getPort());
  }

  private static SSLContext trusting(String bundle) throws GeneralSecurityException, IOException {
    var text = new String(Base64.getDecoder().decode(bundle), StandardCharsets.US_ASCII);
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (var certificate : Pem.parseCertificates(text)) {
      store.setCertificateEntry("ca-" + store.size(), certificate);
    }
    if (store.size() == 0) {
      throw new GeneralSecurityException("nobody is trusted");
    }
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
