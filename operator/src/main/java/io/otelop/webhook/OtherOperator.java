// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.naming.Labels;
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
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another operator that keeps the webhooks of namespaces that are ours to look after: two of them
 * would undo each other's work for ever. The webhook configurations, whatever they are called, say
 * where it is and for which namespaces; whether it lives is asked where the API server would ask
 * it, through TLS and under the authority that stands there.
 */
public final class OtherOperator {

  private static final Logger LOG = LoggerFactory.getLogger(OtherOperator.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int HTTPS = 443;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** Paths that no operator but one of OpenTelemetry serves, this one or the one in Go. */
  private static final List<String> MARKS =
      List.of(Webhook.INSTRUMENTATION_DEFAULTS.path(), Webhook.INSTRUMENTATION_CHECKS.path());

  private static final String CONVERSION = "/spec/conversion/webhook/clientConfig";

  private final WebhookTarget own;
  private final Set<String> namespaces;

  /**
   * Sees others than the operator whose webhooks are called there.
   *
   * @param namespaces that it looks after; all where it is empty
   */
  public OtherOperator(WebhookTarget own, Collection<String> namespaces) {
    this.own = own;
    this.namespaces = Set.copyOf(namespaces);
  }

  /** Where it is, in words for people; empty where there is none, or it answers no more. */
  public Optional<String> in(KubernetesClient client) {
    return client
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .list()
        .getItems()
        .stream()
        .flatMap(configuration -> keeping(configuration).stream())
        .findFirst();
  }

  /** The same of a configuration that was read already. */
  Optional<String> keeping(HasMetadata configuration) {
    var tree = JSON.<JsonNode>valueToTree(configuration);
    var isMarked =
        tree.at("/metadata/labels").path(Labels.MANAGED_BY).asText().equals(Labels.OPERATOR);
    return tree.path("webhooks")
        .valueStream()
        .filter(webhook -> isMarked || isOfOpenTelemetry(webhook))
        .filter(this::isForOurs)
        .map(webhook -> webhook.path("clientConfig"))
        .filter(called -> !isOwn(called) && answers(called))
        .map(OtherOperator::description)
        .findFirst();
  }

  /** Whether all webhooks of a configuration lead to the operator itself. */
  boolean isOwn(HasMetadata configuration) {
    var webhooks = JSON.<JsonNode>valueToTree(configuration).path("webhooks");
    return !webhooks.isEmpty()
        && webhooks.valueStream().allMatch(webhook -> isOwn(webhook.path("clientConfig")));
  }

  /** Whether it is the operator itself that is called for conversions. */
  boolean isOwnConversion(JsonNode definition) {
    return isOwn(definition.at(CONVERSION));
  }

  /** Who else is called for conversions; empty where nobody is, or does not answer. */
  Optional<String> converting(JsonNode definition) {
    var called = definition.at(CONVERSION);
    return called.isMissingNode() || isOwn(called) || !answers(called)
        ? Optional.empty()
        : Optional.of(description(called));
  }

  private static boolean isOfOpenTelemetry(JsonNode webhook) {
    return MARKS.stream().anyMatch(path(webhook.path("clientConfig"))::endsWith);
  }

  private static String path(JsonNode called) {
    var service = called.path("service");
    return service.isMissingNode() ? called.path("url").asText() : service.path("path").asText();
  }

  /** Operators for different namespaces are not in each other's way. */
  private boolean isForOurs(JsonNode webhook) {
    var only =
        webhook
            .at("/namespaceSelector/matchExpressions")
            .valueStream()
            .filter(it -> it.path("key").asText().equals(WebhookConfigurations.NAMESPACE_NAME))
            .filter(it -> it.path("operator").asText().equals("In"))
            .flatMap(it -> it.path("values").valueStream().map(JsonNode::asText))
            .collect(Collectors.toUnmodifiableSet());
    return only.isEmpty() || namespaces.isEmpty() || !Collections.disjoint(only, namespaces);
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
