// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.webhook.CertificateStore;
import io.otelop.webhook.Certificates;
import io.otelop.webhook.Validity;
import io.otelop.webhook.WebhookPolicy;
import io.otelop.webhook.WebhookTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator beside cert-manager, whose part is played here: it writes a Secret, which a kubelet
 * mounts, and writes the authority wherever an annotation asks for it.
 */
@ExtendWith(ControlPlane.class)
class CertManagerOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String ANNOTATION = "cert-manager.io/inject-ca-from";
  private static final String SECRET = "serving-cert";

  private final Cluster cluster;
  private final String certificate;

  @TempDir Path mounted;

  CertManagerOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
    this.certificate = cluster.namespace() + "/" + SECRET;
  }

  @Test
  void waitsForTheCertificateAndLeavesTheAuthorityToCertManager() throws Exception {
    cluster.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: Instrumentation
        metadata: {name: any, namespace: %s}
        spec: {sampler: {type: always_on}}
        """
            .formatted(cluster.namespace()));
    var health = HealthPort.free();
    // On a thread of its own: the client needs those of the common pool.
    var starting = CompletableFuture.supplyAsync(() -> start(health), Thread::startVirtualThread);
    await().atMost(SOON).until(health::ready, text -> text.contains("tls.crt"));

    issue();
    var injector = injectAsAsked();
    try (var operator = starting.get(SOON.toSeconds(), TimeUnit.SECONDS)) {
      operator.awaitInjectionBy("any");
      assertThat(annotated()).hasSize(3).allMatch(it -> it.equals(certificate));
      await().atMost(SOON).untilAsserted(this::everybodyTrustsTheAuthority);
      await().atMost(SOON).ignoreExceptions().until(this::isOlderVersionServed);

      issue();
      await().atMost(SOON).untilAsserted(this::everybodyTrustsTheAuthority);
      operator.awaitInjectionBy("any");
      // What cert-manager wrote is not put right by the operator.
      await()
          .during(Duration.ofSeconds(4))
          .atMost(SOON)
          .untilAsserted(this::everybodyTrustsTheAuthority);
      await().atMost(SOON).ignoreExceptions().until(this::isOlderVersionServed);
    } finally {
      injector.close();
      forget();
    }
  }

  @Test
  void withoutInjectionTheOperatorWritesTheAuthorityOfTheFiles() throws Exception {
    issue();
    try (var operator = RunningOperator.start(cluster, "--webhook-cert-dir=" + mounted)) {
      assertThat(operator.healthPort()).isPositive();
      await().atMost(SOON).untilAsserted(this::everybodyTrustsTheAuthority);
      assertThat(annotated()).isEmpty();

      issue();
      await().atMost(SOON).untilAsserted(this::everybodyTrustsTheAuthority);
    }
  }

  private RunningOperator start(HealthPort health) {
    try {
      return RunningOperator.start(
          cluster,
          "--webhook-cert-dir=" + mounted,
          "--webhook-inject-ca-from=" + certificate,
          health.argument());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A certificate under a new authority, as cert-manager's own issuer makes it. */
  private void issue() throws IOException {
    var names = new WebhookTarget.AtUrl(URI.create("https://127.0.0.1")).serverNames();
    try (var made =
        Certificates.open(
            CertificateStore.inMemory(), names, Validity.STANDARD, Clock.systemUTC(), _ -> {})) {
      var chain = new StringBuilder();
      for (var one : made.serving().chain()) {
        chain.append(pem("CERTIFICATE", one.getEncoded()));
      }
      var content =
          Map.of(
              "tls.crt", chain.toString(),
              "tls.key", pem("PRIVATE KEY", made.serving().key().getEncoded()),
              "ca.crt", made.bundle());
      cluster
          .client()
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withNamespace(cluster.namespace())
                  .withName(SECRET)
                  .endMetadata()
                  .withStringData(content)
                  .build())
          .forceConflicts()
          .serverSideApply();
      for (var entry : content.entrySet()) {
        var part = Files.writeString(mounted.resolve(entry.getKey() + ".part"), entry.getValue());
        Files.move(
            part,
            mounted.resolve(entry.getKey()),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String pem(String type, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder().encodeToString(content), type);
  }

  /** Plays the part of cert-manager's injector until it is closed. */
  private AutoCloseableQuietly injectAsAsked() {
    var injector =
        Thread.startVirtualThread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                asking().forEach(this::inject);
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
              }
            });
    return () -> {
      injector.interrupt();
      try {
        injector.join();
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /** Ends something without a checked exception. */
  @FunctionalInterface
  private interface AutoCloseableQuietly extends AutoCloseable {

    @Override
    void close();
  }

  private Stream<HasMetadata> asking() {
    var api = cluster.client().admissionRegistration().v1();
    var names = WebhookPolicy.STANDARD.names();
    return Stream.<HasMetadata>of(
            api.mutatingWebhookConfigurations().withName(names.mutation()).get(),
            api.validatingWebhookConfigurations().withName(names.validation()).get(),
            definition())
        .filter(Objects::nonNull)
        .filter(it -> certificate.equals(annotation(it)));
  }

  private void inject(HasMetadata object) {
    var bundle = authority();
    if (bundles(object).allMatch(bundle::equals)) {
      return;
    }
    switch (object) {
      case MutatingWebhookConfiguration it ->
          it.getWebhooks().forEach(webhook -> webhook.getClientConfig().setCaBundle(bundle));
      case ValidatingWebhookConfiguration it ->
          it.getWebhooks().forEach(webhook -> webhook.getClientConfig().setCaBundle(bundle));
      case CustomResourceDefinition it when it.getSpec().getConversion().getWebhook() != null ->
          it.getSpec().getConversion().getWebhook().getClientConfig().setCaBundle(bundle);
      default -> {
        return;
      }
    }
    try {
      cluster.client().resource(object).update();
    } catch (KubernetesClientException conflict) {
      // It is looked at again.
      assertThat(conflict.getCode()).isEqualTo(409);
    }
  }

  private static Stream<String> bundles(HasMetadata object) {
    return switch (object) {
      case MutatingWebhookConfiguration it ->
          it.getWebhooks().stream()
              .map(webhook -> String.valueOf(webhook.getClientConfig().getCaBundle()));
      case ValidatingWebhookConfiguration it ->
          it.getWebhooks().stream()
              .map(webhook -> String.valueOf(webhook.getClientConfig().getCaBundle()));
      case CustomResourceDefinition it when it.getSpec().getConversion().getWebhook() != null ->
          Stream.of(
              String.valueOf(
                  it.getSpec().getConversion().getWebhook().getClientConfig().getCaBundle()));
      default -> Stream.of();
    };
  }

  /** What cert-manager says that is to be trusted, as configurations write it. */
  private String authority() {
    var data =
        cluster
            .client()
            .secrets()
            .inNamespace(cluster.namespace())
            .withName(SECRET)
            .require()
            .getData();
    return Objects.requireNonNull(data.get("ca.crt"));
  }

  private void everybodyTrustsTheAuthority() {
    var newest = new String(Base64.getDecoder().decode(authority()), StandardCharsets.US_ASCII);
    var api = cluster.client().admissionRegistration().v1();
    var names = WebhookPolicy.STANDARD.names();
    assertThat(
            Stream.<HasMetadata>of(
                    api.mutatingWebhookConfigurations().withName(names.mutation()).require(),
                    api.validatingWebhookConfigurations().withName(names.validation()).require(),
                    definition())
                .flatMap(CertManagerOnApiServerTest::bundles)
                .map(it -> new String(Base64.getDecoder().decode(it), StandardCharsets.US_ASCII)))
        .hasSizeGreaterThan(4)
        .allMatch(it -> it.contains(newest.strip()));
  }

  private List<String> annotated() {
    return asking().map(CertManagerOnApiServerTest::annotation).toList();
  }

  private static String annotation(HasMetadata object) {
    var annotations = object.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(ANNOTATION, "");
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

  /** Whether the API server can have collectors converted. */
  private boolean isOlderVersionServed() {
    var url =
        cluster.client().getMasterUrl()
            + "apis/opentelemetry.io/v1alpha1/namespaces/"
            + cluster.namespace()
            + "/opentelemetrycollectors";
    return cluster.client().raw(url) != null;
  }

  /** The definition is shared with other tests. */
  private void forget() {
    cluster
        .client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("opentelemetrycollectors.opentelemetry.io")
        .edit(
            it -> {
              if (it.getMetadata().getAnnotations() != null) {
                it.getMetadata().getAnnotations().remove(ANNOTATION);
              }
              return it;
            });
  }
}
