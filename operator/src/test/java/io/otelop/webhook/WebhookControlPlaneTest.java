// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.reason.Finding;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The webhooks as a real API server calls them. */
@ExtendWith(ControlPlane.class)
class WebhookControlPlaneTest {

  private static final String SEEN = "seen";
  private static final Duration SOON = Duration.ofSeconds(60);

  private final String namespace;
  private final AtomicInteger calls = new AtomicInteger();
  private final Queue<Finding> incidents = new ConcurrentLinkedQueue<>();
  private KubernetesClient client;

  WebhookControlPlaneTest(Cluster cluster) {
    namespace = cluster.namespace();
    client = new KubernetesClientBuilder().withConfig(cluster.client().getConfiguration()).build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void aPodIsMutatedThroughACertificateOfOurOwnAndWarningsArrive() throws Exception {
    try (var certificates = certificates(CertificateStore.inMemory(), Validity.STANDARD);
        var server = server(certificates)) {
      var registration = register(server, certificates);
      try {
        awaitMutation();
        assertThat(labels(pod("a").create())).containsEntry(SEEN, "yes");
        var before = calls.get();
        assertThat(
                labels(
                    pod("own", Map.of("app.kubernetes.io/name", "opentelemetry-operator"))
                        .create()))
            .doesNotContainKey(SEEN);
        assertThat(calls).hasValue(before);
      } finally {
        registration.withdraw();
      }
      assertThat(
              client
                  .admissionRegistration()
                  .v1()
                  .mutatingWebhookConfigurations()
                  .withName(WebhookPolicy.STANDARD.names().mutation())
                  .get())
          .isNull();
    }
  }

  @Test
  void aServerThatIsGoneHoldsBackNoPod() throws Exception {
    try (var certificates = certificates(CertificateStore.inMemory(), Validity.STANDARD)) {
      var server = server(certificates);
      var registration = register(server, certificates);
      try {
        awaitMutation();
        server.close();
        assertThat(labels(pod("b").create())).doesNotContainKey(SEEN);
      } finally {
        registration.withdraw();
      }
    }
  }

  @Test
  void whatOthersDoToTheConfigurationsIsPutRight() throws Exception {
    try (var certificates = certificates(CertificateStore.inMemory(), Validity.STANDARD);
        var server = server(certificates)) {
      var registration = register(server, certificates);
      try {
        awaitMutation();
        var configurations = client.admissionRegistration().v1().mutatingWebhookConfigurations();
        var ours = configurations.withName(WebhookPolicy.STANDARD.names().mutation());
        ours.edit(
            configuration -> {
              configuration.getWebhooks().getFirst().getClientConfig().setCaBundle("");
              configuration.getWebhooks().getFirst().setFailurePolicy("Fail");
              return configuration;
            });
        await()
            .atMost(SOON)
            .untilAsserted(
                () -> {
                  var webhook = ours.require().getWebhooks().getFirst();
                  assertThat(webhook.getClientConfig().getCaBundle()).isNotEmpty();
                  assertThat(webhook.getFailurePolicy()).isEqualTo("Ignore");
                });
        ours.edit(
            configuration -> {
              configuration.getWebhooks().getFirst().getClientConfig().setCaBundle(null);
              return configuration;
            });
        await()
            .atMost(SOON)
            .until(
                () -> ours.require().getWebhooks().getFirst().getClientConfig().getCaBundle(),
                bundle -> bundle != null && !bundle.isEmpty());
        ours.delete();
        await().atMost(SOON).until(() -> ours.get() != null);
        awaitMutation();
        // What is put right is told of afterwards.
        await().atMost(SOON).until(() -> incidents.size() >= 3);
        assertThat(incidents)
            .hasSize(3)
            .extracting(Finding::reason)
            .containsOnly(WebhookReason.WebhooksChanged);
      } finally {
        registration.withdraw();
      }
    }
  }

  @Test
  void whatIsLeftUnderAnOlderNameIsTakenAwayAndNothingElse() throws Exception {
    try (var certificates = certificates(CertificateStore.inMemory(), Validity.STANDARD);
        var server = server(certificates)) {
      var other = URI.create("https://127.0.0.1:1");
      var standard = configurations(server, PodTarget.ALL, "");
      var older = configurations(server, PodTarget.ALL, "z").mutation(certificates.bundle());
      var foreign =
          new WebhookConfigurations(
                  standard.served(),
                  WebhookPolicy.STANDARD,
                  new WebhookTarget.AtUrl(other),
                  List.of(namespace),
                  List.of(),
                  PodTarget.ALL,
                  Map.of())
              .mutation(certificates.bundle());
      foreign.getMetadata().setName("foreign-mutation");
      client.resource(older).create();
      client.resource(foreign).create();
      var registration = register(server, certificates);
      try {
        assertThat(client.resource(older).get()).isNull();
        assertThat(client.resource(foreign).get()).isNotNull();
        awaitMutation();
        assertThat(incidents).isEmpty();
      } finally {
        registration.withdraw();
        client.resource(foreign).delete();
      }
    }
  }

  @Test
  void replicasAgreeOnOneAuthorityAndASpoiledSecretIsMadeAgain() throws Exception {
    var opened =
        List.of(1, 2, 3, 4).stream()
            .map(
                number ->
                    // On threads of their own: the client needs those of the common pool.
                    CompletableFuture.supplyAsync(
                        () -> certificates(secret("webhook-cert"), Validity.STANDARD),
                        Thread::startVirtualThread))
            .toList();
    var replicas = opened.stream().map(CompletableFuture::join).toList();
    assertThat(replicas.stream().map(Certificates::bundle).distinct()).hasSize(1);
    assertThat(replicas.stream().map(Certificates::serving).distinct()).hasSize(1);

    var first = replicas.getFirst();
    var bundle = first.bundle();
    var secret = client.secrets().inNamespace(namespace).withName("webhook-cert");
    secret.delete();
    first.refresh();
    assertThat(first.bundle()).isEqualTo(bundle);
    secret.edit(
        found -> {
          found.getData().put("ca.key", "bm9uc2Vuc2U=");
          return found;
        });
    replicas.forEach(Certificates::refresh);
    // The first replica that sees it puts it right.
    assertThat(incidents)
        .extracting(Finding::reason)
        .containsExactly(
            WebhookReason.CertificateSecretDeleted, WebhookReason.CertificateSecretSpoiled);
    assertThat(replicas.stream().map(Certificates::bundle).distinct()).containsExactly(bundle);
    assertThat(KeychainFile.read(secret("webhook-cert").read().orElseThrow().data())).isPresent();
    replicas.forEach(Certificates::close);
  }

  @Test
  void noPodIsMissedWhileCertificatesAndAuthoritiesAreRotated() throws Exception {
    var hasty =
        new Validity(
            Duration.ofSeconds(24),
            Duration.ofSeconds(12),
            Duration.ofSeconds(4),
            Duration.ofMillis(250));
    try (var certificates = certificates(secret("rotating"), hasty);
        var server = server(certificates)) {
      var registration = register(server, certificates);
      certificates.onChange(follow(registration, server));
      try {
        awaitMutation();
        var first = certificates.bundle();
        var serving = certificates.serving();
        var end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        var missed = 0;
        var made = 0;
        while ((certificates.bundle().contains(first)
                || certificates.serving().equals(serving)
                || made <= 100)
            && System.nanoTime() < end) {
          made++;
          missed += labels(pod("r" + made).create()).containsKey(SEEN) ? 0 : 1;
        }
        // The last one is for the API server to have forgotten the first authority, too.
        made++;
        missed += labels(pod("r" + made).create()).containsKey(SEEN) ? 0 : 1;
        assertThat(certificates.bundle()).doesNotContain(first);
        assertThat(certificates.serving()).isNotEqualTo(serving);
        assertThat(made).isGreaterThan(100);
        assertThat(incidents).isEmpty();
        assertThat(missed).as("of " + made).isZero();
      } finally {
        registration.withdraw();
      }
    }
  }

  @Test
  void replicasDoNotUndoEachOthersRotations() throws Exception {
    var brief =
        new Validity(
            Duration.ofSeconds(12),
            Duration.ofSeconds(6),
            Duration.ofSeconds(2),
            Duration.ofMillis(250));
    // The second replica looks after its Secret so rarely that it hears of nothing by itself.
    var slow =
        new Validity(
            brief.authority(), brief.serving(), brief.overlap(), Validity.STANDARD.check());
    try (var quick = certificates(secret("replicas"), brief);
        var late = certificates(secret("replicas"), slow);
        var server = server(quick)) {
      var first = register(server, quick);
      var second = register(server, late);
      quick.onChange(follow(first, server));
      late.onChange(follow(second, server));
      try {
        awaitMutation();
        var before = quick.bundle();
        await()
            .atMost(SOON)
            .until(() -> !quick.bundle().contains(before) && late.bundle().equals(quick.bundle()));

        // Announced, promoted and pruned: a few writes, where two that fight make one a second
        // each.
        assertThat(generation()).isLessThan(12);
        assertThat(labels(pod("seen-by-both").dryRun(true).create())).containsKey(SEEN);
      } finally {
        second.close();
        first.withdraw();
      }
    }
  }

  private static CertificateSource.Listener follow(
      WebhookRegistration registration, WebhookServer server) {
    return new CertificateSource.Listener() {
      @Override
      public void trust(String bundle) {
        registration.trust(bundle);
      }

      @Override
      public void serve(ServingCertificate certificate) {
        server.use(certificate);
      }
    };
  }

  private long generation() {
    return client
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(WebhookPolicy.STANDARD.names().mutation())
        .require()
        .getMetadata()
        .getGeneration();
  }

  @Test
  void aRefusalReachesTheUserAsItWasWritten() throws Exception {
    Admission refusal = request -> AdmissionAnswer.deny("data: \"x\" is not wanted; remove it");
    try (var certificates = certificates(CertificateStore.inMemory(), Validity.STANDARD);
        var server =
            WebhookServer.start(
                loopback(),
                certificates.serving(),
                Map.of(
                    Webhook.COLLECTOR_CHECKS.path(), endpoint(refusal, Admission.Failure.DENY)))) {
      var checks =
          new Webhook(
              Webhook.COLLECTOR_CHECKS.name(),
              Webhook.COLLECTOR_CHECKS.path(),
              Webhook.Kind.VALIDATING,
              "",
              "v1",
              "configmaps",
              Webhook.Scope.NAMESPACED,
              List.of("CREATE"),
              Admission.Failure.DENY,
              Duration.ofSeconds(5));
      var configuration =
          new WebhookConfigurations(
                  List.of(checks),
                  WebhookPolicy.STANDARD,
                  new WebhookTarget.AtUrl(URI.create("https://127.0.0.1:" + server.port())),
                  List.of(namespace),
                  List.of(),
                  PodTarget.ALL,
                  Map.of())
              .validation(certificates.bundle());
      client.resource(configuration).serverSideApply();
      try {
        await()
            .atMost(SOON)
            .untilAsserted(
                () ->
                    assertThatThrownBy(
                            () ->
                                client
                                    .configMaps()
                                    .inNamespace(namespace)
                                    .resource(
                                        new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
                                            .withNewMetadata()
                                            .withName("x" + System.nanoTime())
                                            .endMetadata()
                                            .build())
                                    .create())
                        .isInstanceOf(KubernetesClientException.class)
                        .hasMessageContaining(
                            "denied the request: data: \"x\" is not wanted; remove it"));
      } finally {
        client.resource(configuration).delete();
      }
    }
  }

  private Certificates certificates(CertificateStore store, Validity validity) {
    var names = new WebhookTarget.AtUrl(URI.create("https://127.0.0.1")).serverNames();
    return Certificates.open(store, names, validity, Clock.systemUTC(), incidents::add);
  }

  private CertificateStore secret(String name) {
    return new SecretCertificateStore(client, namespace, name);
  }

  private WebhookServer server(Certificates certificates) throws IOException {
    Admission admission =
        request -> {
          calls.incrementAndGet();
          var patch = JsonNodeFactory.instance.arrayNode();
          var hasLabels = request.object().path("metadata").has("labels");
          patch
              .addObject()
              .put("op", "add")
              .put("path", hasLabels ? "/metadata/labels/" + SEEN : "/metadata/labels");
          var value = (com.fasterxml.jackson.databind.node.ObjectNode) patch.get(0);
          if (hasLabels) {
            value.put("value", "yes");
          } else {
            value.putObject("value").put(SEEN, "yes");
          }
          return AdmissionAnswer.allowWith(patch, List.of("a warning"))
              .audited(Map.of("decision", "seen"));
        };
    return WebhookServer.start(
        loopback(),
        certificates.serving(),
        Map.of(Webhook.POD.path(), endpoint(admission, Admission.Failure.ALLOW)));
  }

  private static AdmissionEndpoint endpoint(Admission admission, Admission.Failure failure) {
    return new AdmissionEndpoint(
        admission, failure, Duration.ofSeconds(2), (request, answer, took) -> {});
  }

  private WebhookRegistration register(WebhookServer server, Certificates certificates) {
    return register(server, certificates, PodTarget.ALL);
  }

  private WebhookRegistration register(
      WebhookServer server, Certificates certificates, PodTarget pods) {
    return WebhookRegistration.start(
        client,
        configurations(server, pods, ""),
        certificates.bundle(),
        certificates::refresh,
        incidents::add);
  }

  private WebhookConfigurations configurations(
      WebhookServer server, PodTarget pods, String prefix) {
    var standard = WebhookPolicy.STANDARD;
    return new WebhookConfigurations(
        List.of(Webhook.POD),
        new WebhookPolicy(
            new WebhookPolicy.Names(standard.names().operator(), prefix),
            standard.pods(),
            standard.customResources(),
            standard.longest(),
            standard.longestForPods(),
            standard.namespaces(),
            standard.objects()),
        new WebhookTarget.AtUrl(URI.create("https://127.0.0.1:" + server.port())),
        List.of(namespace),
        List.of(),
        pods,
        Map.of());
  }

  private void awaitMutation() {
    await().atMost(SOON).until(() -> labels(pod("try").dryRun(true).create()).containsKey(SEEN));
  }

  private static Map<String, String> labels(Pod pod) {
    return Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of());
  }

  private io.fabric8.kubernetes.client.dsl.NamespaceableResource<Pod> pod(String name) {
    return pod(name, Map.of("app", "x"));
  }

  private io.fabric8.kubernetes.client.dsl.NamespaceableResource<Pod> pod(
      String name, Map<String, String> labels) {
    return client.resource(
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .withLabels(labels)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("c")
            .withImage("i")
            .endContainer()
            .endSpec()
            .build());
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
