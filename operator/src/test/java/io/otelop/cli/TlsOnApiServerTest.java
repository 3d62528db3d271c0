// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.otelop.naming.Labels;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pods that are to mount what is there, or not there, in a real cluster. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Cluster cluster;
  @AutoClose final RunningOperator operator;

  TlsOnApiServerTest(Cluster cluster) throws IOException {
    this.cluster = cluster;
    this.operator = RunningOperator.start(cluster);
  }

  @Test
  void aPodIsLeftAloneUntilWhatItWouldMountIsThere() {
    cluster.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: Instrumentation
        metadata: {name: secured, namespace: %s}
        spec:
          sampler: {type: always_on}
          exporter:
            endpoint: https://gateway:4318
            tls: {secretName: client, configMapName: authority, ca_file: ca.crt}
        """
            .formatted(cluster.namespace()));
    assertThat(podWith("TlsObjectMissing").getSpec().getVolumes())
        .noneMatch(volume -> volume.getName().startsWith("otel-"));

    cluster.apply(object("Secret", "client"));
    assertThat(podWith("TlsObjectMissing").getSpec().getVolumes())
        .noneMatch(volume -> volume.getName().startsWith("otel-"));

    cluster.apply(object("ConfigMap", "authority"));
    assertThat(podWith("injected").getSpec().getVolumes())
        .extracting(volume -> volume.getName())
        .contains("otel-auto-secret-client", "otel-auto-configmap-authority");
  }

  private String object(String kind, String name) {
    return """
    apiVersion: v1
    kind: %s
    metadata: {name: %s, namespace: %s}
    """
        .formatted(kind, name, cluster.namespace());
  }

  /** One with this in its note. An answer that comes late is none, and such a pod is injected. */
  private Pod podWith(String text) {
    return await().atMost(SOON).until(this::pod, pod -> note(pod).contains(text));
  }

  private static String note(Pod pod) {
    return pod.getMetadata().getAnnotations().getOrDefault(Labels.INJECTION, "");
  }

  /** What would become of a pod. */
  private Pod pod() {
    return cluster
        .client()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(cluster.namespace())
                .withGenerateName("shop-")
                .addToAnnotations("instrumentation.opentelemetry.io/inject-sdk", "secured")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("app.test/shop:1")
                .endContainer()
                .endSpec()
                .build())
        .dryRun()
        .create();
  }
}
