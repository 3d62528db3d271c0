// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.cluster.StatusWrites;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.crds.instrumentation.InstrumentationStatus;
import io.otelop.crds.instrumentation.PodCounts;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Instrumentations say about their pods, and what becomes of their images. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InstrumentationLifeOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String OWN_JAVA = "agents.test/java:2.1.0";

  /** As an operator wrote it that had no objections. */
  private static final InstrumentationStatus USED =
      new InstrumentationStatus(
          1L, "none", Map.of("java", OWN_JAVA), List.of(), null, null, null, null, null, List.of());

  private final KubernetesClient client;
  private final Cluster cluster;
  private final String namespace;
  @AutoClose private @Nullable RunningOperator operator;

  InstrumentationLifeOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
  }

  /** What is there before any operator. */
  @BeforeAll
  void start() throws IOException {
    apply(instrumentation("early", "", ""));
    apply(instrumentation("spoilt", "", "env: [{name: \"A=B\", value: x}]"));
    StatusWrites.apply(client, get("spoilt"), new Instrumentation(), USED);
    apply(deployment("early", "early", 2));
    await().atMost(SOON).until(() -> pods("early") == 2);
    operator = RunningOperator.start(cluster, "--auto-instrumentation-java-image=" + OWN_JAVA);
  }

  @Test
  void whatCannotBeUsedAnyMoreIsNotReady() {
    eventually(
        "spoilt",
        status ->
            assertThat(status.conditions())
                .filteredOn(condition -> condition.getType().equals("Ready"))
                .singleElement()
                .satisfies(
                    ready -> {
                      assertThat(ready.getStatus()).isEqualTo("False");
                      assertThat(ready.getMessage()).contains("spec.env[A=B].name");
                    }));
  }

  @Test
  void podsFromBeforeTheWebhookAreMissed() {
    eventually(
        "early",
        status -> {
          assertThat(status.pods()).containsExactly(new PodCounts("java", 0, 0, 2, 0));
          assertThat(status.summary()).isEqualTo("0/2 instrumented, 2 missed");
          assertThat(requireNonNull(status.missed()).workloads())
              .containsExactly(namespace + "/Deployment/early");
          assertThat(status.conditions())
              .filteredOn(condition -> condition.getStatus().equals("True"))
              .extracting(condition -> condition.getType())
              .containsExactlyInAnyOrder("Ready", "ReferencesResolved", "PodsCounted");
        });
  }

  @Test
  void podsAreCountedAndThoseOfAnOlderContentAreOutdated() {
    apply(instrumentation("main", "", ""));
    ready("main");
    apply(deployment("shop", "main", 3));
    eventually(
        "main",
        status -> assertThat(status.pods()).containsExactly(new PodCounts("java", 3, 0, 0, 0)));

    apply(instrumentation("main", "", "").replace("gateway", "elsewhere"));

    eventually(
        "main",
        status -> {
          assertThat(status.observedGeneration()).isGreaterThan(1);
          assertThat(status.pods()).containsExactly(new PodCounts("java", 0, 3, 0, 0));
          assertThat(requireNonNull(status.outdated()).workloads())
              .containsExactly(namespace + "/Deployment/shop");
        });
  }

  @Test
  void whatFailedIsNamedWithItsReason() {
    apply(instrumentation("failing", "", ""));
    ready("failing");
    apply(
        deployment("lost", "failing", 1)
            .replace(
                "annotations: {",
                "annotations: {\"instrumentation.opentelemetry.io/container-names\": \"nowhere\","
                    + " "));

    eventually(
        "failing",
        status -> {
          assertThat(status.pods()).containsExactly(new PodCounts("java", 0, 0, 0, 1));
          assertThat(status.failures())
              .singleElement()
              .satisfies(
                  failure -> {
                    assertThat(failure.workload()).isEqualTo(namespace + "/Deployment/lost");
                    assertThat(failure.reason()).isEqualTo("ContainerNotFound");
                    assertThat(failure.message()).contains("nowhere");
                  });
        });
  }

  @Test
  void anImageThatAnEarlierOperatorChoseIsUpgraded() {
    apply(
        instrumentation(
            "upgraded",
            "instrumentation.opentelemetry.io/default-auto-instrumentation-java-image:"
                + " \"agents.test/java:2.0.5\"",
            "java: {image: \"agents.test/java:2.0.5\"}"));

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              var spec = get("upgraded").getSpec().java();
              assertThat(requireNonNull(spec).image()).isEqualTo(OWN_JAVA);
            });
    assertThat(get("upgraded").getMetadata().getAnnotations())
        .containsEntry(
            "instrumentation.opentelemetry.io/default-auto-instrumentation-java-image", OWN_JAVA);
  }

  @Test
  void anImageThatChangesTelemetryIsNotUpgradedUnasked() {
    apply(
        instrumentation(
            "blocked",
            "instrumentation.opentelemetry.io/default-auto-instrumentation-java-image:"
                + " \"agents.test/java:1.32.0\"",
            "java: {image: \"agents.test/java:1.32.0\"}"));

    eventually(
        "blocked",
        status ->
            assertThat(status.upgradeBlockedVersions())
                .hasEntrySatisfying("java", why -> assertThat(why).contains("2.0.0")));
    var spec = get("blocked").getSpec().java();
    assertThat(requireNonNull(spec).image()).isEqualTo("agents.test/java:1.32.0");
  }

  @Test
  void aConfigMapThatIsNotThereIsNamed() {
    apply(
        instrumentation("tls", "", "")
            .replace(
                "endpoint: \"http://gateway:4318\"",
                "endpoint: \"https://gateway:4318\", tls: {configMapName: authority}"));

    eventually("tls", status -> assertThat(condition(status)).contains("False TlsObjectMissing"));

    apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: authority, namespace: %s}
        """
            .formatted(namespace));
    apply(deployment("secure", "tls", 1));
    eventually("tls", status -> assertThat(condition(status)).contains("True ReferencesFound"));
  }

  private static String condition(InstrumentationStatus status) {
    return requireNonNull(status.conditions()).stream()
        .filter(condition -> condition.getType().equals("ReferencesResolved"))
        .map(condition -> condition.getStatus() + " " + condition.getReason())
        .toList()
        .toString();
  }

  private void ready(String name) {
    eventually(name, status -> assertThat(status.observedGeneration()).isPositive());
    if (operator != null) {
      operator.awaitInjectionBy(name);
    }
  }

  private void eventually(String name, Consumer<InstrumentationStatus> assertion) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              var status = get(name).getStatus();
              assertThat(status).isNotNull();
              assertion.accept(status);
            });
  }

  private Instrumentation get(String name) {
    return client.resources(Instrumentation.class).inNamespace(namespace).withName(name).require();
  }

  private int pods(String app) {
    return client.pods().inNamespace(namespace).withLabel("app", app).list().getItems().size();
  }

  private void apply(String yaml) {
    client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .fieldManager("user")
        .forceConflicts()
        .serverSideApply();
  }

  private String instrumentation(String name, String annotation, String more) {
    return """
    apiVersion: opentelemetry.io/v1alpha1
    kind: Instrumentation
    metadata: {name: %s, namespace: %s, annotations: {%s}}
    spec:
      exporter: {endpoint: "http://gateway:4318"}
      %s
    """
        .formatted(name, namespace, annotation, more);
  }

  private String deployment(String name, String instrumentation, int replicas) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s, namespace: %2$s}
    spec:
      replicas: %4$d
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata:
          labels: {app: %1$s}
          annotations: {"instrumentation.opentelemetry.io/inject-java": "%3$s"}
        spec:
          containers: [{name: app, image: "app.test/%1$s:1"}]
    """
        .formatted(name, namespace, instrumentation, replicas);
  }
}
