// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.reason.Finding;
import io.otelop.settings.ClusterSettings;
import io.otelop.settings.Settings;
import io.otelop.settings.WebhookSettings;
import io.otelop.telemetry.Metrics;
import io.otelop.telemetry.Telemetry;
import io.otelop.webhook.Admission;
import io.otelop.webhook.AdmissionEndpoint;
import io.otelop.webhook.CertificateSource;
import io.otelop.webhook.Conversion;
import io.otelop.webhook.ConversionDefinition;
import io.otelop.webhook.ConversionEndpoint;
import io.otelop.webhook.ConversionRegistration;
import io.otelop.webhook.Endpoint;
import io.otelop.webhook.QuietNamespaces;
import io.otelop.webhook.ServingCertificate;
import io.otelop.webhook.TlsRules;
import io.otelop.webhook.WarmUp;
import io.otelop.webhook.Webhook;
import io.otelop.webhook.WebhookConfigurations;
import io.otelop.webhook.WebhookPolicy;
import io.otelop.webhook.WebhookRegistration;
import io.otelop.webhook.WebhookServer;
import io.otelop.webhook.WebhookTarget;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The webhooks of the running operator: certificates, server and registration. They are registered
 * last and, where nobody will start the operator again at the same address, withdrawn first.
 */
final class Webhooks implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

  /** How long clients still reach a pod that is leaving. */
  private static final Duration FAREWELL = Duration.ofSeconds(3);

  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Where cert-manager reads what to write into a webhook configuration. */
  private static final String INJECT_CA_FROM = "cert-manager.io/inject-ca-from";

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private static final int WARM_UP_CALLS = 40;
  private static final String WARM_UP_NAMESPACE = "warm-up";

  private static final String WARM_UP_POD =
      """
      {"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "warm-up-", \
      "annotations": {"instrumentation.opentelemetry.io/inject-java": "true"}}, \
      "spec": {"containers": [{"name": "app", "image": "app:1"}]}}\
      """;

  private final Parts parts = new Parts();
  private Supplier<String> other = () -> "";
  private Runnable refresh = () -> {};

  private Webhooks() {}

  /**
   * Serves and registers the webhooks.
   *
   * @param admissions behind each webhook; those that have none are not registered
   * @param conversion of collectors
   * @param pods which pods the API server is to send
   * @param incidents told of what others, or time, did to the webhooks
   * @param waitsFor told what is missing while there is no certificate
   * @throws IOException where the port cannot be had, or the server does not answer itself
   */
  static Webhooks start(
      Settings settings,
      KubernetesClient client,
      Map<Webhook, Admission> admissions,
      Conversion conversion,
      QuietNamespaces pods,
      Telemetry telemetry,
      Consumer<Finding> incidents,
      Consumer<String> waitsFor)
      throws IOException {
    var webhooks = new Webhooks();
    try {
      webhooks.open(settings, client, admissions, conversion, pods, telemetry, incidents, waitsFor);
      return webhooks;
    } catch (IOException | RuntimeException failed) {
      webhooks.close();
      throw failed;
    }
  }

  private void open(
      Settings settings,
      KubernetesClient client,
      Map<Webhook, Admission> admissions,
      Conversion conversion,
      QuietNamespaces pods,
      Telemetry telemetry,
      Consumer<Finding> incidents,
      Consumer<String> waitsFor)
      throws IOException {
    var policy = policy(settings);
    var wanted = target(settings);
    var names =
        Stream.of(wanted, conversionTarget(settings, wanted))
            .flatMap(Optional::stream)
            .flatMap(target -> target.serverNames().stream())
            .distinct()
            .toList();
    var certificates =
        WebhookCertificates.open(
            settings,
            client,
            wanted,
            names.isEmpty() ? List.of("localhost", "127.0.0.1", "::1") : names,
            incidents,
            waitsFor);
    refresh = certificates::refresh;
    parts.started(certificates::close);
    telemetry
        .metrics()
        .gauge(
            "otelop_webhook_certificate_expiry_seconds",
            "When the certificate of the webhooks ends, in seconds since 1970",
            () -> certificates.serving().leaf().getNotAfter().toInstant().getEpochSecond());
    var address = new InetSocketAddress(settings.get(WebhookSettings.PORT));
    var server =
        WebhookServer.start(
            address,
            certificates.serving(),
            tls(settings),
            endpoints(admissions, policy, conversion, telemetry.metrics()),
            telemetry.openTelemetry());
    var isInCluster = wanted.filter(WebhookTarget.ThroughService.class::isInstance).isPresent();
    parts.started(() -> server.drain(isInCluster ? FAREWELL : Duration.ZERO, LIMIT));
    if (admissions.containsKey(Webhook.POD)) {
      var took =
          WarmUp.pods(server, Webhook.POD.path(), WARM_UP_POD, WARM_UP_NAMESPACE, WARM_UP_CALLS);
      LOG.atInfo()
          .addKeyValue("port", server.port())
          .addKeyValue("answer-micros", took.toNanos() / 1000)
          .log("serving the webhooks");
    }
    if (wanted.isEmpty()) {
      LOG.warn(
          "the webhooks are not registered, since nobody said how the API server reaches them;"
              + " give --{} outside a cluster or --{} inside",
          WebhookSettings.URL.name(),
          ClusterSettings.NAMESPACE.name());
      certificates.onChange(new Rotation(server, Optional.empty(), Optional.empty()));
      return;
    }
    var first = pods.target();
    var injected = settings.get(WebhookSettings.INJECT_CA_FROM);
    var annotations =
        injected.isEmpty() ? Map.<String, String>of() : Map.of(INJECT_CA_FROM, injected);
    var bundle = injected.isEmpty() ? certificates.bundle() : "";
    var configurations =
        new WebhookConfigurations(
            served(admissions),
            policy,
            withPort(wanted.get(), server.port()),
            settings.get(ClusterSettings.WATCH_NAMESPACE),
            owners(settings, client),
            first,
            annotations);
    var registration =
        WebhookRegistration.start(client, configurations, bundle, certificates::refresh, incidents);
    other = registration::other;
    parts.started(isInCluster ? registration::close : registration::withdraw);
    pods.follow(first, registration::aim);
    var conversions =
        ConversionRegistration.start(
            client,
            "opentelemetrycollectors.opentelemetry.io",
            new ConversionDefinition(
                withPort(conversionTarget(settings, wanted).orElseThrow(), server.port()),
                "v1alpha1",
                injected),
            certificates.bundle(),
            () -> registration.other().isEmpty(),
            incidents);
    parts.started(isInCluster ? conversions::close : conversions::withdraw);
    certificates.onChange(
        new Rotation(
            server,
            Optional.of(registration).filter(_ -> injected.isEmpty()),
            Optional.of(conversions)));
  }

  /** Where another operator is that has taken them since; empty where there is none. */
  String other() {
    return other.get();
  }

  /** Looks at once whether the certificate is still good. */
  void refreshCertificates() {
    refresh.run();
  }

  /** Ends them, the last part first. */
  @Override
  public void close() {
    parts.close();
  }

  private record Rotation(
      WebhookServer server,
      Optional<WebhookRegistration> registration,
      Optional<ConversionRegistration> conversion)
      implements CertificateSource.Listener {

    @Override
    public void trust(String bundle) {
      registration.ifPresent(it -> it.trust(bundle));
      conversion.ifPresent(it -> it.trust(bundle));
    }

    @Override
    public void serve(ServingCertificate certificate) {
      server.use(certificate);
    }
  }

  /** Which TLS the operator's servers speak. */
  static TlsRules tls(Settings settings) {
    return TlsRules.of(
        settings.get(ClusterSettings.TLS_MIN_VERSION), settings.get(ClusterSettings.TLS_CIPHERS));
  }

  /** What the settings say about how they are called. */
  static WebhookPolicy policy(Settings settings) {
    return new WebhookPolicy(
        new WebhookPolicy.Names(
            settings.get(WebhookSettings.CONFIGURATION_NAME),
            settings.get(WebhookSettings.NAME_PREFIX)),
        failure(settings.get(WebhookSettings.PODS_FAILURE_POLICY)),
        failure(settings.get(WebhookSettings.FAILURE_POLICY)),
        Duration.ofSeconds(settings.get(WebhookSettings.TIMEOUT_SECONDS)),
        Duration.ofSeconds(settings.get(WebhookSettings.PODS_TIMEOUT_SECONDS)),
        selector(settings.get(WebhookSettings.NAMESPACE_SELECTOR)),
        selector(settings.get(WebhookSettings.OBJECT_SELECTOR)));
  }

  private static Admission.Failure failure(String policy) {
    return policy.equals("Fail") ? Admission.Failure.DENY : Admission.Failure.ALLOW;
  }

  private static LabelSelector selector(Map<String, Object> tree) {
    return JSON.convertValue(tree, LabelSelector.class);
  }

  /** Where the API server is to call them; empty where nobody said it. */
  static Optional<WebhookTarget> target(Settings settings) {
    var url = settings.get(WebhookSettings.URL);
    var namespace = settings.get(ClusterSettings.NAMESPACE);
    if (!url.isEmpty()) {
      return Optional.of(new WebhookTarget.AtUrl(URI.create(url)));
    }
    if (namespace.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new WebhookTarget.ThroughService(
            namespace,
            settings.get(WebhookSettings.SERVICE),
            settings.get(WebhookSettings.SERVICE_PORT)));
  }

  /**
   * Where the API server is to call for conversions: an operator that is about to start may read
   * collectors that need one, so that Service leads to it before it is ready.
   */
  private static Optional<WebhookTarget> conversionTarget(
      Settings settings, Optional<WebhookTarget> usual) {
    var service = settings.get(WebhookSettings.CONVERSION_SERVICE);
    return usual.map(
        target ->
            target instanceof WebhookTarget.ThroughService(var namespace, _, var port)
                    && !service.isEmpty()
                ? new WebhookTarget.ThroughService(namespace, service, port)
                : target);
  }

  /** An address with port 0 means the port that was free. */
  private static WebhookTarget withPort(WebhookTarget target, int port) {
    return target instanceof WebhookTarget.AtUrl(var base) && base.getPort() == 0
        ? new WebhookTarget.AtUrl(
            URI.create(base.toString().replaceFirst(":0(/|$)", ":" + port + "$1")))
        : target;
  }

  private static List<OwnerReference> owners(Settings settings, KubernetesClient client) {
    var name = settings.get(WebhookSettings.OWNER);
    if (name.isEmpty()) {
      return List.of();
    }
    var role = client.rbac().clusterRoles().withName(name).get();
    if (role == null) {
      LOG.atWarn()
          .addKeyValue("name", name)
          .log("there is no such ClusterRole, so the webhook configurations have no owner");
      return List.of();
    }
    return List.of(
        new OwnerReferenceBuilder()
            .withApiVersion(role.getApiVersion())
            .withKind(role.getKind())
            .withName(name)
            .withUid(role.getMetadata().getUid())
            .build());
  }

  private static List<Webhook> served(Map<Webhook, Admission> admissions) {
    return admissions.keySet().stream()
        .sorted(Comparator.comparingInt(Webhook.ALL::indexOf))
        .toList();
  }

  private static Map<String, Endpoint> endpoints(
      Map<Webhook, Admission> admissions,
      WebhookPolicy policy,
      Conversion conversion,
      Metrics metrics) {
    var durations =
        metrics.timer(
            "otelop_admission_duration_seconds",
            "How long the operator took for the answer to an admission request",
            "webhook",
            "allowed");
    var endpoints = new HashMap<String, Endpoint>();
    endpoints.put(ConversionEndpoint.PATH, new ConversionEndpoint(conversion));
    admissions.forEach(
        (webhook, admission) ->
            endpoints.put(
                webhook.path(),
                new AdmissionEndpoint(
                    admission,
                    policy.faults(webhook),
                    policy.deadline(webhook),
                    (_, answer, took) ->
                        durations.record(took, webhook.name(), String.valueOf(answer.allowed())))));
    return Map.copyOf(endpoints);
  }
}
