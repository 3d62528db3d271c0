// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.webhook.WebhookPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two operators in one cluster, by mistake. */
@ExtendWith(ControlPlane.class)
class SecondOperatorOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String OURS = WebhookPolicy.STANDARD.names().mutation();

  private final Cluster cluster;

  SecondOperatorOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void standsByUntilTheFirstIsGone() throws Exception {
    var port = HealthPort.free();
    CompletableFuture<RunningOperator> second;
    try (var first = RunningOperator.start(cluster)) {
      var before = callee(OURS);
      // On a thread of its own: the client needs those of the common pool.
      second =
          CompletableFuture.supplyAsync(
              () -> start(cluster, port.argument(), "--namespace=" + cluster.namespace()),
              Thread::startVirtualThread);
      await()
          .atMost(SOON)
          .until(port::ready, text -> text.contains("another operator keeps the webhooks"));
      await().atMost(SOON).untilAsserted(() -> assertThat(notes()).hasSize(1));

      assertThat(notes().getFirst())
          .startsWith("\"https://127.0.0.1:")
          .contains("is where another operator keeps the webhooks; this one stands by");
      assertThat(first.healthPort()).isPositive();
      assertThat(second).isNotDone();
      assertThat(callee(OURS)).isEqualTo(before);
    }
    try (var last = second.get(SOON.toSeconds(), TimeUnit.SECONDS)) {
      assertThat(last.healthPort()).isEqualTo(port.number());
      assertThat(port.ready()).isEqualTo("[+] operator ok\n");
    }
  }

  @Test
  void standsByUnderAnotherNameTooIfOneNamespaceIsForBoth() throws Exception {
    var port = HealthPort.free();
    CompletableFuture<RunningOperator> second;
    try (var _ = RunningOperator.start(cluster)) {
      second =
          CompletableFuture.supplyAsync(
              () ->
                  start(
                      cluster,
                      port.argument(),
                      "--webhook-configuration-name=second",
                      "--watch-namespace=somewhere," + cluster.namespace()),
              Thread::startVirtualThread);
      await()
          .atMost(SOON)
          .until(port::ready, text -> text.contains("another operator keeps the webhooks"));
      assertThat(second).isNotDone();
    }
    second.get(SOON.toSeconds(), TimeUnit.SECONDS).close();
  }

  @Test
  void worksBesideTheFirstForOtherNamespaces() throws Exception {
    var elsewhere =
        new Cluster(cluster.client(), cluster.kubeconfig(), cluster.namespace() + "-elsewhere");
    elsewhere.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: %s}
        """
            .formatted(elsewhere.namespace()));
    elsewhere
        .client()
        .serviceAccounts()
        .inNamespace(elsewhere.namespace())
        .withName("default")
        .waitUntilCondition(Objects::nonNull, SOON.toSeconds(), TimeUnit.SECONDS);
    var first = RunningOperator.start(cluster);
    try (var second = start(elsewhere, "--webhook-configuration-name=second")) {
      for (var one : List.of(cluster, elsewhere)) {
        one.apply(instrumentation(one.namespace()));
        one.apply(collector(one.namespace()));
      }
      first.awaitInjectionBy("any");
      second.awaitInjectionBy("any");
      for (var one : List.of(cluster, elsewhere)) {
        await().atMost(SOON).until(() -> hasDeployment(one.namespace()));
      }

      // Nobody undoes what the other one does.
      var last = new AtomicReference<>(versions());
      await()
          .during(Duration.ofSeconds(5))
          .atMost(SOON)
          .until(
              () -> {
                var now = versions();
                return now.equals(last.getAndSet(now));
              });
      assertThat(converter()).isEqualTo(callee(OURS));

      first.close();
      // The one that remains converts.
      await().atMost(SOON).until(() -> converter().equals(callee("second-mutation")));
      second.awaitInjectionBy("any");
    } finally {
      first.close();
    }
  }

  private List<String> versions() {
    var api = cluster.client().admissionRegistration().v1();
    return Stream.<HasMetadata>of(
            api.mutatingWebhookConfigurations().withName(OURS).require(),
            api.mutatingWebhookConfigurations().withName("second-mutation").require(),
            api.validatingWebhookConfigurations().withName("second-validation").require(),
            definition())
        .map(it -> it.getMetadata().getResourceVersion())
        .toList();
  }

  private CustomResourceDefinition definition() {
    return cluster
        .client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("opentelemetrycollectors.opentelemetry.io")
        .require();
  }

  /** Host and port of who converts; empty where nobody does. */
  private String converter() {
    var conversion = definition().getSpec().getConversion();
    return conversion == null || conversion.getWebhook() == null
        ? ""
        : URI.create(conversion.getWebhook().getClientConfig().getUrl()).getAuthority();
  }

  private String callee(String configuration) {
    var called =
        cluster
            .client()
            .admissionRegistration()
            .v1()
            .mutatingWebhookConfigurations()
            .withName(configuration)
            .require()
            .getWebhooks()
            .getFirst()
            .getClientConfig();
    return URI.create(called.getUrl()).getAuthority();
  }

  private boolean hasDeployment(String namespace) {
    return cluster
            .client()
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withName("beside-collector")
            .get()
        != null;
  }

  private static String instrumentation(String namespace) {
    return """
    apiVersion: opentelemetry.io/v1alpha1
    kind: Instrumentation
    metadata: {name: any, namespace: %s}
    spec: {sampler: {type: always_on}}
    """
        .formatted(namespace);
  }

  private static String collector(String namespace) {
    return """
    apiVersion: opentelemetry.io/v1beta1
    kind: OpenTelemetryCollector
    metadata: {name: beside, namespace: %s}
    spec:
      config:
        receivers: {otlp: {protocols: {grpc: {}}}}
        exporters: {debug: {}}
        service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
    """
        .formatted(namespace);
  }

  /** What the Events say at the pod that the second operator would be. */
  private List<String> notes() {
    return cluster
        .client()
        .events()
        .v1()
        .events()
        .inNamespace(cluster.namespace())
        .list()
        .getItems()
        .stream()
        .filter(event -> event.getReason().equals("OtherOperator"))
        .filter(event -> event.getRegarding().getKind().equals("Pod"))
        .map(Event::getNote)
        .toList();
  }

  private static RunningOperator start(Cluster where, String... more) {
    try {
      return RunningOperator.start(where, more);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
