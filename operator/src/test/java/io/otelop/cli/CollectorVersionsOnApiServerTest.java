// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.otelop.crds.CustomResourceDefinitions;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Collectors of the version v1alpha1, converted by the operator for a real API server. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectorVersionsOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String NAME = "opentelemetrycollectors.opentelemetry.io";

  private final KubernetesClient client;
  private final Cluster cluster;
  private final String namespace;
  private final RunningOperator operator;

  CollectorVersionsOnApiServerTest(Cluster cluster) throws IOException {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.operator = RunningOperator.start(cluster);
  }

  @BeforeAll
  void start() {
    awaitAlpha();
  }

  @AfterAll
  void stop() {
    operator.close();
    assertThat(definition().getSpec().getConversion().getStrategy())
        .as("nobody converts any more")
        .isEqualTo("None");
    assertThat(isAlphaServed()).isFalse();
  }

  @Test
  void anAlphaCollectorRunsAndReadsAsItWasWritten() {
    var text = "# mine\nreceivers:\n  zipkin: {}\nexporters: {debug: {}}\n" + service("zipkin");
    apply("old", text);

    var deployment = deployment("old-collector");
    assertThat(
            client
                .services()
                .inNamespace(namespace)
                .withName("old-collector")
                .require()
                .getSpec()
                .getPorts())
        .extracting(port -> port.getPort())
        .containsExactly(9411);
    var beta = get("v1beta1", "old");
    assertThat(beta.<Object>get("spec", "config", "receivers", "zipkin")).isEqualTo(Map.of());
    assertThat(get("v1alpha1", "old").<String>get("spec", "config")).isEqualTo(text);
    assertThat(deployment.getSpec().getTemplate().getMetadata().getAnnotations())
        .doesNotContainKey("operator.opentelemetry.io/conversion");
  }

  @Test
  void anOldClientDoesNotEraseWhatItDoesNotKnow() {
    cluster.apply(
        """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: new, namespace: %s}
        spec:
          hostAliases: [{ip: 198.18.0.1, hostnames: [a]}]
          config:
            receivers: {zipkin: {}}
            exporters: {debug: {}}
            service: {pipelines: {traces: {receivers: [zipkin], exporters: [debug]}}}
        """
            .formatted(namespace));
    unlessSomebodyElseWritesToo(
        () -> {
          var alpha = get("v1alpha1", "new");
          alpha.<Map<String, Object>>get("spec").put("replicas", 2);
          resources("v1alpha1").inNamespace(namespace).resource(alpha).update();
        });

    var beta = get("v1beta1", "new");
    assertThat(beta.<Object>get("spec", "replicas")).isEqualTo(2);
    assertThat(beta.<String>get("spec", "hostAliases", 0, "ip")).isEqualTo("198.18.0.1");
  }

  @Test
  void aTextThatCannotBeReadIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> apply("broken", "receivers:\n  otlp: [\nexporters: {}\n"))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("spec.config")
        .hasMessageContaining("line");
  }

  @Test
  void anEmptyConfigBecomesOneThatCanBeShown() {
    apply("nothing", "null");

    deployment("nothing-collector");
    assertThat(get("v1alpha1", "nothing").<String>get("spec", "config"))
        .startsWith("receivers: {}\nexporters: {}\nservice:\n")
        .endsWith("pipelines: {}\n");
  }

  @Test
  void aDefinitionThatIsAppliedAnewIsMadeToConvertAgain() {
    CustomResourceDefinitions.all().stream()
        .filter(it -> it.getMetadata().getName().equals(NAME))
        .forEach(
            it -> {
              unlessSomebodyElseWritesToo(
                  () -> {
                    it.getMetadata()
                        .setResourceVersion(definition().getMetadata().getResourceVersion());
                    client.resource(it).update();
                  });
            });

    awaitAlpha();
    assertThat(definition().getSpec().getConversion().getStrategy()).isEqualTo("Webhook");
  }

  /** Writes a whole object, as an old client does: again where it has changed meanwhile. */
  private static void unlessSomebodyElseWritesToo(Runnable write) {
    await()
        .atMost(SOON)
        .ignoreExceptionsMatching(
            failed -> failed instanceof KubernetesClientException it && it.getCode() == 409)
        .until(
            () -> {
              write.run();
              return true;
            });
  }

  private void apply(String name, String config) {
    var alpha = new GenericKubernetesResource();
    alpha.setApiVersion("opentelemetry.io/v1alpha1");
    alpha.setKind("OpenTelemetryCollector");
    alpha.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
    alpha.setAdditionalProperty("spec", Map.of("config", config, "managementState", "managed"));
    resources("v1alpha1").inNamespace(namespace).resource(alpha).create();
  }

  private static String service(String receiver) {
    return "service: {pipelines: {traces: {receivers: [" + receiver + "], exporters: [debug]}}}\n";
  }

  private Deployment deployment(String name) {
    return await()
        .atMost(SOON)
        .until(
            () -> client.apps().deployments().inNamespace(namespace).withName(name).get(),
            Objects::nonNull);
  }

  private GenericKubernetesResource get(String version, String name) {
    return resources(version).inNamespace(namespace).withName(name).require();
  }

  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      resources(String version) {
    return client.genericKubernetesResources(
        "opentelemetry.io/" + version, "OpenTelemetryCollector");
  }

  private void awaitAlpha() {
    await().atMost(SOON).until(this::isAlphaServed);
    await()
        .atMost(SOON)
        .ignoreException(KubernetesClientException.class)
        .until(
            () -> {
              resources("v1alpha1").inNamespace(namespace).list();
              return true;
            });
  }

  private boolean isAlphaServed() {
    return definition().getSpec().getVersions().stream()
        .filter(it -> it.getName().equals("v1alpha1"))
        .allMatch(CustomResourceDefinitionVersion::getServed);
  }

  private CustomResourceDefinition definition() {
    return client.apiextensions().v1().customResourceDefinitions().withName(NAME).require();
  }
}
