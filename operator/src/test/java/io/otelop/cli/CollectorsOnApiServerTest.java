// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.ResourceNotFoundException;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Collectors from their custom resource to their objects and back, by a real API server. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectorsOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** The garbage collector looks for new kinds of owners twice a minute. */
  private static final Duration COLLECTED = Duration.ofMinutes(4);

  private final KubernetesClient client;
  private final String namespace;
  @AutoClose final RunningOperator operator;

  CollectorsOnApiServerTest(Cluster cluster) throws IOException {
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.operator = RunningOperator.start(cluster);
  }

  @Test
  void makesTheObjectsOfACollector() {
    apply(collector("simple", "127.0.0.1:4317", "debug"));

    var deployment = deployment("simple-collector");
    var container =
        deployment.getSpec().getTemplate().getSpec().getContainers().stream()
            .filter(it -> it.getName().equals("otc-container"))
            .findFirst()
            .orElseThrow();
    assertThat(container.getImage()).isEqualTo(RunningOperator.COLLECTOR_IMAGE);
    assertThat(deployment.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> {
              assertThat(owner.getKind()).isEqualTo("OpenTelemetryCollector");
              assertThat(owner.getController()).isTrue();
            });
    assertThat(names(client.services().inNamespace(namespace).list().getItems()))
        .contains("simple-collector", "simple-collector-headless", "simple-collector-monitoring");
    assertThat(names(client.serviceAccounts().inNamespace(namespace).list().getItems()))
        .contains("simple-collector");
    var ports =
        client
            .services()
            .inNamespace(namespace)
            .withName("simple-collector")
            .get()
            .getSpec()
            .getPorts();
    assertThat(ports).extracting(port -> port.getPort()).containsExactly(4317);
  }

  @Test
  void saysThatItIsNotReadyWhileNoPodRuns() {
    apply(collector("waiting", "0.0.0.0:4317", "debug"));

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              var status = collectors("waiting").getStatus();
              assertThat(status).isNotNull();
              assertThat(status.version()).isEqualTo("0.145.0");
              assertThat(status.image()).isEqualTo(RunningOperator.COLLECTOR_IMAGE);
              assertThat(status.conditions())
                  .anySatisfy(
                      condition -> {
                        assertThat(condition.getType()).isEqualTo("Ready");
                        assertThat(condition.getStatus()).isEqualTo("False");
                      });
            });
  }

  @Test
  void rollsThePodsWhenTheConfigChanges() {
    apply(collector("rolled", "0.0.0.0:4317", "debug"));
    var before = volumeConfigMap(deployment("rolled-collector"));

    apply(collector("rolled", "0.0.0.0:4320", "debug"));

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(volumeConfigMap(deployment("rolled-collector")))
                    .isNotEqualTo(before)
                    .satisfies(name -> assertThat(configMap(name)).isNotNull()));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        client
                            .services()
                            .inNamespace(namespace)
                            .withName("rolled-collector")
                            .get()
                            .getSpec()
                            .getPorts())
                    .extracting(port -> port.getPort())
                    .containsExactly(4320));
  }

  @Test
  void missesNoChangeThatComesWhileItWritesTheStatus() {
    for (var port = 4400; port < 4430; port++) {
      apply(collector("busy", "0.0.0.0:" + port, "debug"));
    }

    await()
        .atMost(SOON)
        .ignoreException(ResourceNotFoundException.class)
        .untilAsserted(
            () ->
                assertThat(
                        client
                            .services()
                            .inNamespace(namespace)
                            .withName("busy-collector")
                            .require()
                            .getSpec()
                            .getPorts())
                    .extracting(port -> port.getPort())
                    .containsExactly(4429));
  }

  @Test
  void removesAllOfADeletedCollector() {
    apply(collector("gone", "0.0.0.0:4317", "debug"));
    deployment("gone-collector");

    client.resource(collectors("gone")).delete();

    await()
        .atMost(COLLECTED)
        .untilAsserted(
            () -> {
              assertThat(
                      names(client.apps().deployments().inNamespace(namespace).list().getItems()))
                  .doesNotContain("gone-collector");
              assertThat(names(client.services().inNamespace(namespace).list().getItems()))
                  .noneMatch(name -> name.startsWith("gone-"));
              assertThat(names(client.configMaps().inNamespace(namespace).list().getItems()))
                  .noneMatch(name -> name.startsWith("gone-"));
            });
  }

  @Test
  void refusesAPipelineThatNamesAnUndefinedExporter() {
    assertThatThrownBy(() -> apply(collector("bad", "0.0.0.0:4317", "dbug")))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("spec.config.service.pipelines.traces.exporters")
        .hasMessageContaining("dbug")
        .hasMessageContaining("debug");
    assertThat(
            client
                .resources(OpenTelemetryCollector.class)
                .inNamespace(namespace)
                .withName("bad")
                .get())
        .isNull();
  }

  @Test
  void leavesAnObjectAloneThatSomebodyElseMade() {
    var foreign =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: taken-collector, namespace: %s}
        spec: {ports: [{port: 1234}]}
        """
            .formatted(namespace);
    client.load(stream(foreign)).serverSideApply();

    apply(collector("taken", "0.0.0.0:4317", "debug"));

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(client.events().v1().events().inNamespace(namespace).list().getItems())
                    .filteredOn(event -> event.getReason().equals("ForeignObject"))
                    .singleElement()
                    .satisfies(
                        event -> {
                          assertThat(event.getRegarding().getName()).isEqualTo("taken");
                          assertThat(event.getNote()).contains("taken-collector");
                        }));
    await()
        .atMost(SOON)
        .ignoreException(NullPointerException.class)
        .untilAsserted(
            () ->
                // There is none at first.
                assertThat(requireNonNull(collectors("taken").getStatus()).conditions())
                    .filteredOn(it -> it.getType().equals("Ready"))
                    .singleElement()
                    .satisfies(
                        ready -> {
                          assertThat(ready.getStatus()).isEqualTo("False");
                          assertThat(ready.getReason()).isEqualTo("ForeignObject");
                          assertThat(ready.getMessage()).contains("taken-collector");
                        }));
    Service service = client.services().inNamespace(namespace).withName("taken-collector").get();
    assertThat(service.getSpec().getPorts())
        .extracting(port -> port.getPort())
        .containsExactly(1234);
  }

  @Test
  void keepsAsManyConfigsAsAreAskedForAndTheOneThatRuns() {
    for (var port = 4320; port < 4325; port++) {
      var endpoint = "0.0.0.0:" + port;
      apply(collector("versioned", endpoint, "debug"));
      await()
          .atMost(SOON)
          .until(() -> configMaps("versioned").anyMatch(it -> it.contains(endpoint)));
    }

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(configMaps("versioned"))
                    .hasSize(4)
                    .anyMatch(it -> it.contains("0.0.0.0:4324"))
                    .noneMatch(it -> it.contains("0.0.0.0:4320")));
  }

  private Stream<String> configMaps(String collector) {
    return client
        .configMaps()
        .inNamespace(namespace)
        .withLabel("app.kubernetes.io/instance", namespace + "." + collector)
        .list()
        .getItems()
        .stream()
        .map(it -> String.valueOf(it.getData()));
  }

  private void apply(String yaml) {
    client.load(stream(yaml)).forceConflicts().serverSideApply();
  }

  private static ByteArrayInputStream stream(String yaml) {
    return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private String collector(String name, String endpoint, String exporter) {
    return """
    apiVersion: opentelemetry.io/v1beta1
    kind: OpenTelemetryCollector
    metadata: {name: %s, namespace: %s}
    spec:
      config:
        receivers: {otlp: {protocols: {grpc: {endpoint: "%s"}}}}
        exporters: {debug: {}}
        service: {pipelines: {traces: {receivers: [otlp], exporters: [%s]}}}
    """
        .formatted(name, namespace, endpoint, exporter);
  }

  private OpenTelemetryCollector collectors(String name) {
    return client
        .resources(OpenTelemetryCollector.class)
        .inNamespace(namespace)
        .withName(name)
        .require();
  }

  private Deployment deployment(String name) {
    return await()
        .atMost(SOON)
        .until(
            () -> client.apps().deployments().inNamespace(namespace).withName(name).get(),
            it -> it != null);
  }

  private ConfigMap configMap(String name) {
    return client.configMaps().inNamespace(namespace).withName(name).require();
  }

  private static String volumeConfigMap(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getVolumes().stream()
        .filter(volume -> volume.getConfigMap() != null)
        .map(volume -> volume.getConfigMap().getName())
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(List<? extends HasMetadata> objects) {
    return objects.stream().map(object -> object.getMetadata().getName()).toList();
  }
}
