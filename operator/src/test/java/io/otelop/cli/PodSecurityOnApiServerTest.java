// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.naming.Labels;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API server's own Pod Security admission judges the pods that the operator makes. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodSecurityOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String LEVEL = "pod-security.kubernetes.io/enforce";
  private static final String INSTRUMENTATIONS =
      """
      apiVersion: opentelemetry.io/v1alpha1
      kind: Instrumentation
      metadata: {name: plain}
      ---
      apiVersion: opentelemetry.io/v1alpha1
      kind: Instrumentation
      metadata: {name: incomplete}
      spec: {initContainerSecurityContext: {runAsUser: 1000}}
      ---
      apiVersion: opentelemetry.io/v1alpha1
      kind: Instrumentation
      metadata: {name: privileged}
      spec: {initContainerSecurityContext: {privileged: true}}
      """;

  private final KubernetesClient client;
  private final String namespace;
  @AutoClose private final RunningOperator operator;

  PodSecurityOnApiServerTest(Cluster cluster) throws IOException {
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.operator =
        RunningOperator.start(
            cluster, "--enable-go-instrumentation=true", "--enable-nginx-instrumentation=true");
  }

  @BeforeAll
  void start() {
    client
        .load(new ByteArrayInputStream(INSTRUMENTATIONS.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace)
        .forceConflicts()
        .serverSideApply();
    for (var name : new String[] {"plain", "incomplete", "privileged"}) {
      operator.awaitInjectionBy(name);
    }
    client
        .namespaces()
        .withName(namespace)
        .edit(
            it -> it.edit().editMetadata().addToLabels(LEVEL, "restricted").endMetadata().build());
    await().atMost(SOON).until(() -> note(create("go", "plain")).contains("Forbidden"));
  }

  @Test
  void theNamespaceIsStrict() {
    var loose =
        pod("sdk", "plain")
            .editSpec()
            .editFirstContainer()
            .withSecurityContext(null)
            .endContainer()
            .endSpec()
            .build();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThatThrownBy(
                        () -> client.resource(loose).inNamespace(namespace).dryRun().create())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("restricted"));
  }

  @ParameterizedTest
  @CsvSource({
    "java, plain, injected",
    "java, incomplete, injected",
    "java, privileged, SecurityContextForbidden",
    "nodejs, plain, injected",
    "nodejs, incomplete, injected",
    "python, plain, injected",
    "python, incomplete, injected",
    "dotnet, plain, injected",
    "dotnet, incomplete, injected",
    "apache-httpd, plain, injected",
    "apache-httpd, incomplete, injected",
    "nginx, plain, injected",
    "nginx, incomplete, injected",
    "sdk, privileged, injected",
    "go, plain, PrivilegedAgentForbidden",
  })
  void everyPodIsLetIn(String language, String instrumentation, String outcome) {
    assertThat(note(create(language, instrumentation))).contains(outcome);
  }

  private Pod create(String language, String instrumentation) {
    return client
        .resource(pod(language, instrumentation).build())
        .inNamespace(namespace)
        .dryRun()
        .create();
  }

  private static String note(Pod pod) {
    return pod.getMetadata().getAnnotations().getOrDefault(Labels.INJECTION, "");
  }

  /** A pod that keeps to the level, without more than it needs for that. */
  private static PodBuilder pod(String language, String instrumentation) {
    var container =
        new ContainerBuilder()
            .withName("app")
            .withImage("app.test/app:1")
            .withNewSecurityContext()
            .withAllowPrivilegeEscalation(false)
            .withNewCapabilities()
            .addToDrop("ALL")
            .endCapabilities()
            .endSecurityContext()
            .build();
    return new PodBuilder()
        .withNewMetadata()
        .withName("strict")
        .addToAnnotations("instrumentation.opentelemetry.io/inject-" + language, instrumentation)
        .addToAnnotations("instrumentation.opentelemetry.io/otel-go-auto-target-exe", "/app")
        .endMetadata()
        .withNewSpec()
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container)
        .endSpec();
  }
}
