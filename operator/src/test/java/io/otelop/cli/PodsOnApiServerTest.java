// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pods of Deployments as a real API server and its controllers make them. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodsOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String INSTRUMENTATION =
      """
      apiVersion: opentelemetry.io/v1alpha1
      kind: Instrumentation
      metadata: {name: default, namespace: %s}
      spec:
        exporter: {endpoint: "http://gateway-collector:4318"}
        propagators: [tracecontext, baggage]
        sampler: {type: parentbased_traceidratio, argument: "0.25"}
      """;

  private final KubernetesClient client;
  private final String namespace;
  @AutoClose final RunningOperator operator;

  PodsOnApiServerTest(Cluster cluster) throws IOException {
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.operator =
        RunningOperator.start(cluster, "--auto-instrumentation-java-image=agent.test/java:1");
  }

  @BeforeAll
  void start() {
    apply(INSTRUMENTATION.formatted(namespace));
    operator.awaitInjectionBy("default");
  }

  @Test
  void injectsTheJavaAgentIntoThePodsOfADeployment() {
    apply(deployment("shop", "instrumentation.opentelemetry.io/inject-java", "true"));

    var pod = pod("shop");
    assertThat(pod.getSpec().getInitContainers())
        .singleElement()
        .satisfies(
            agent -> {
              assertThat(agent.getName()).isEqualTo("opentelemetry-auto-instrumentation-java");
              assertThat(agent.getImage()).isEqualTo("agent.test/java:1");
              assertThat(agent.getCommand())
                  .containsExactly(
                      "cp", "/javaagent.jar", "/otel-auto-instrumentation-java/javaagent.jar");
            });
    var env = pod.getSpec().getContainers().getFirst().getEnv();
    assertThat(env)
        .anySatisfy(
            it -> {
              assertThat(it.getName()).isEqualTo("JAVA_TOOL_OPTIONS");
              assertThat(it.getValue())
                  .isEqualTo(" -javaagent:/otel-auto-instrumentation-java-app/javaagent.jar");
            })
        .anySatisfy(
            it -> {
              assertThat(it.getName()).isEqualTo("OTEL_SERVICE_NAME");
              assertThat(it.getValue()).isEqualTo("shop");
            })
        .anySatisfy(
            it -> {
              assertThat(it.getName()).isEqualTo("OTEL_TRACES_SAMPLER_ARG");
              assertThat(it.getValue()).isEqualTo("0.25");
            });
    assertThat(pod.getMetadata().getAnnotations())
        .hasEntrySatisfying(
            "operator.opentelemetry.io/injection",
            note -> assertThat(note).contains("injected").contains(namespace + "/default@1"));
  }

  @Test
  void leavesAPodThatAsksForNothingAsItIs() {
    apply(deployment("plain", "example.com/some", "thing"));

    var pod = pod("plain");
    assertThat(pod.getSpec().getInitContainers()).isEmpty();
    assertThat(pod.getMetadata().getAnnotations())
        .doesNotContainKey("operator.opentelemetry.io/injection");
  }

  @Test
  void startsAPodWithoutAnAgentAndSaysWhyAtItsOwner() {
    apply(deployment("lost", "instrumentation.opentelemetry.io/inject-java", "missing"));

    var pod = pod("lost");
    assertThat(pod.getSpec().getInitContainers()).isEmpty();
    var deployment = client.apps().deployments().inNamespace(namespace).withName("lost").require();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(client.events().v1().events().inNamespace(namespace).list().getItems())
                    .filteredOn(event -> "Deployment".equals(event.getRegarding().getKind()))
                    .filteredOn(event -> "lost".equals(event.getRegarding().getName()))
                    .filteredOn(event -> event.getReason().equals("UnknownInstrumentation"))
                    .singleElement()
                    .satisfies(
                        event -> {
                          assertThat(event.getRegarding().getUid())
                              .isEqualTo(deployment.getMetadata().getUid());
                          assertThat(event.getType()).isEqualTo("Warning");
                          assertThat(event.getNote())
                              .contains("instrumentation.opentelemetry.io/inject-java")
                              .contains("missing")
                              .contains(namespace);
                        }));
  }

  @Test
  void refusesASamplerArgumentThatIsNoRatio() {
    var bad =
        INSTRUMENTATION.formatted(namespace).replace("0.25", "25").replace("default", "other");

    assertThatThrownBy(() -> apply(bad))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("spec.sampler.argument")
        .hasMessageContaining("25");
  }

  @Test
  void fillsInTheImagesOfAnInstrumentation() {
    var stored =
        client
            .resources(Instrumentation.class)
            .inNamespace(namespace)
            .withName("default")
            .require()
            .getSpec()
            .java();

    assertThat(stored).isNotNull().extracting(java -> java.image()).isEqualTo("agent.test/java:1");
  }

  private void apply(String yaml) {
    client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .forceConflicts()
        .serverSideApply();
  }

  private String deployment(String name, String annotation, String value) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s, namespace: %2$s}
    spec:
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata:
          labels: {app: %1$s}
          annotations: {"%3$s": "%4$s"}
        spec:
          containers: [{name: app, image: "app.test/%1$s:1"}]
    """
        .formatted(name, namespace, annotation, value);
  }

  private Pod pod(String app) {
    return await()
        .atMost(SOON)
        .until(
            () -> client.pods().inNamespace(namespace).withLabel("app", app).list().getItems(),
            (List<Pod> pods) -> !pods.isEmpty())
        .getFirst();
  }
}
