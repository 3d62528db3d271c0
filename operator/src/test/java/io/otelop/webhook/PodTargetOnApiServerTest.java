// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.cluster.KnownNamespaces;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which pods a real API server sends to us, as namespaces come, change and go. */
@ExtendWith(ControlPlane.class)
class PodTargetOnApiServerTest {

  private static final String INJECT = "instrumentation.opentelemetry.io/inject-java";
  private static final Map<String, String> ASKING = Map.of(INJECT, "true");
  private static final Duration SOON = Duration.ofSeconds(60);

  private final KubernetesClient client;
  private final String namespace;

  /** By namespace: controllers make pods in those of other tests. */
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();

  private final Certificates certificates =
      Certificates.open(
          CertificateStore.inMemory(),
          new WebhookTarget.AtUrl(URI.create("https://127.0.0.1")).serverNames(),
          Validity.STANDARD,
          Clock.systemUTC(),
          _ -> {});
  private final WebhookServer server;
  private final KnownNamespaces namespaces;
  private final QuietNamespaces quiet;
  private final WebhookRegistration registration;

  PodTargetOnApiServerTest(Cluster cluster) throws IOException {
    client = cluster.client();
    namespace = cluster.namespace();
    Admission admission =
        request -> {
          calls.merge(request.namespace(), 1, Integer::sum);
          return AdmissionAnswer.allow();
        };
    server =
        WebhookServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            certificates.serving(),
            Map.of(
                Webhook.POD.path(),
                new AdmissionEndpoint(
                    admission, Admission.Failure.ALLOW, Duration.ofSeconds(2), (_, _, _) -> {})));
    namespaces = KnownNamespaces.watch(client, List.of());
    var pace = new QuietNamespaces.Pace(Duration.ofSeconds(4), Duration.ofMillis(200));
    quiet = new QuietNamespaces(namespaces, PodInterest.byAnnotation(), Clock.systemUTC(), pace);
    registration =
        WebhookRegistration.start(
            client,
            configurations(PodTarget.ALL),
            certificates.bundle(),
            certificates::refresh,
            _ -> {});
    quiet.follow(PodTarget.ALL, registration::aim);
  }

  private WebhookConfigurations configurations(PodTarget pods) {
    return new WebhookConfigurations(
        List.of(Webhook.POD),
        WebhookPolicy.STANDARD,
        new WebhookTarget.AtUrl(URI.create("https://127.0.0.1:" + server.port())),
        List.of(),
        List.of(),
        pods,
        Map.of());
  }

  @BeforeEach
  void awaitFirstCall() {
    await().atMost(SOON).until(() -> isCalledFor(namespace, ASKING));
  }

  @AfterEach
  void end() {
    quiet.close();
    registration.withdraw();
    namespaces.close();
    server.close();
    certificates.close();
  }

  @Test
  void noPlainPodOfAQuietNamespaceIsSent() {
    await().atMost(SOON).until(() -> !isCalledFor(namespace, Map.of()));

    var before = calls(namespace);
    for (var i = 0; i < 50; i++) {
      create(namespace, Map.of("some", "annotation"));
    }
    assertThat(calls(namespace)).isEqualTo(before);
    assertThat(isCalledFor(namespace, ASKING)).isTrue();
    assertThat(isCalledFor(namespace, Map.of("sidecar.opentelemetry.io/inject", "true"))).isTrue();
  }

  @Test
  void noPodIsMissedThatIsAppliedTogetherWithItsNamespace() {
    for (var i = 0; i < 5; i++) {
      var name = "together-" + i;
      createNamespace(name, ASKING);
      assertThat(isCalledFor(name, Map.of())).as(name).isTrue();
    }
  }

  @Test
  void aNamespaceThatBeginsToAskIsHeardOf() {
    createNamespace("late", Map.of());
    await().atMost(SOON).until(() -> !isCalledFor("late", Map.of()));

    annotate("late", "true");
    await().atMost(SOON).until(() -> isCalledFor("late", Map.of()));

    annotate("late", null);
    await().atMost(SOON).until(() -> !isCalledFor("late", Map.of()));
  }

  /** Each list is a write that all API servers have to hear of; one that asks waits for nobody. */
  @Test
  void namespacesThatBecomeQuietShareAWriteAndOneThatAsksIsToldAtOnce() {
    quiet.close();
    var began = Instant.now();
    var pause = Duration.ofSeconds(8);
    var told = new ConcurrentLinkedQueue<Instant>();
    var last = new AtomicReference<>(PodTarget.ALL);
    try (var slow =
        new QuietNamespaces(
            namespaces,
            PodInterest.byAnnotation(),
            Clock.systemUTC(),
            new QuietNamespaces.Pace(Duration.ofMillis(100), pause))) {
      slow.follow(
          PodTarget.ALL,
          target -> {
            if (!target.quiet().equals(last.getAndSet(target).quiet())) {
              told.add(Instant.now());
            }
          });
      var names = IntStream.range(0, 12).mapToObj(number -> "quiet-" + number).toList();
      names.forEach(name -> createNamespace(name, Map.of()));
      await().atMost(SOON).until(() -> last.get().quiet().containsAll(names));
      // One that is late is followed by one in time, so only their number tells.
      var pauses = Duration.between(began, Instant.now()).dividedBy(pause);
      assertThat(told.size()).isLessThanOrEqualTo((int) pauses + 1);

      annotateNew("quiet-3");
      await().atMost(pause.dividedBy(2)).until(() -> !last.get().quiet().contains("quiet-3"));
    }
  }

  private void annotateNew(String name) {
    client
        .namespaces()
        .withName(name)
        .edit(
            found -> {
              found.getMetadata().setAnnotations(new HashMap<>(ASKING));
              return found;
            });
  }

  @Test
  void aListThatHidesANamespaceThatAsksIsPutRight() {
    createNamespace("hidden", ASKING);
    await().atMost(SOON).until(() -> !isCalledFor(namespace, Map.of()));
    var all = new TreeSet<>(quiet.target().quiet());
    all.add("hidden");
    client
        .resource(configurations(quiet.target().withQuiet(all)).mutation(certificates.bundle()))
        .forceConflicts()
        .serverSideApply();

    await()
        .atMost(SOON)
        .until(
            () ->
                !PodTarget.quietIn(
                        client
                            .admissionRegistration()
                            .v1()
                            .mutatingWebhookConfigurations()
                            .withName(WebhookPolicy.STANDARD.names().mutation())
                            .require()
                            .getWebhooks()
                            .getFirst()
                            .getMatchConditions())
                    .contains("hidden"));
    await().atMost(SOON).until(() -> isCalledFor("hidden", Map.of()));
  }

  /** An expression that costs too much is an error, and then no pod is sent at all. */
  @Test
  void theLongestListAndTheMostAnnotationsAreNotTooMuch() {
    quiet.close();
    var most =
        IntStream.range(0, PodTarget.MOST)
            .mapToObj(number -> "x".repeat(55) + "-" + number)
            .collect(Collectors.toCollection(TreeSet::new));
    registration.aim(PodTarget.ALL.withQuiet(most));
    var annotations = new HashMap<String, String>();
    for (var i = 0; i < 7_000; i++) {
      annotations.put("example.com/a-rather-long-key-" + i, "");
    }
    await().atMost(SOON).until(() -> isCalledFor(namespace, annotations));
    assertThat(isCalledFor(namespace, ASKING)).isTrue();
    most.pollLast();
    most.add(namespace);
    registration.aim(PodTarget.ALL.withQuiet(most));
    await().atMost(SOON).until(() -> !isCalledFor(namespace, annotations));
    annotations.putAll(ASKING);
    assertThat(isCalledFor(namespace, annotations)).isTrue();
  }

  private boolean isCalledFor(String where, Map<String, String> annotations) {
    var before = calls(where);
    create(where, annotations);
    return calls(where) > before;
  }

  private int calls(String where) {
    return calls.getOrDefault(where, 0);
  }

  private void create(String where, Map<String, String> annotations) {
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(where)
                .withGenerateName("plain-")
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("app.test/plain:1")
                .endContainer()
                .endSpec()
                .build())
        .dryRun()
        .create();
  }

  private void createNamespace(String name, Map<String, String> annotations) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withAnnotations(annotations)
                .endMetadata()
                .build())
        .create();
    client
        .serviceAccounts()
        .inNamespace(name)
        .withName("default")
        .waitUntilCondition(Objects::nonNull, SOON.toSeconds(), TimeUnit.SECONDS);
  }

  private void annotate(String name, @org.jspecify.annotations.Nullable String value) {
    client
        .namespaces()
        .withName(name)
        .edit(
            found -> {
              if (value == null) {
                found.getMetadata().getAnnotations().remove(INJECT);
              } else {
                found.getMetadata().getAnnotations().put(INJECT, value);
              }
              return found;
            });
  }
}
