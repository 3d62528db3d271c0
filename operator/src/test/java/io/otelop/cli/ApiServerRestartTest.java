// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.crds.CustomResourceDefinitions;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.naming.Labels;
import io.otelop.telemetry.MetricFamily;
import io.otelop.telemetry.Telemetry;
import io.otelop.testing.Checkout;
import io.otelop.testing.Cluster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An API server that goes away and comes back in the middle of a change; it is this test's own. */
class ApiServerRestartTest {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Path DIRECTORY = Checkout.path("operator/target/restarted-control-plane");
  private static final String NAMESPACE = "default";
  private static final Duration AWAY = Duration.ofSeconds(10);

  private static final String INSTRUMENTATION =
      """
      apiVersion: opentelemetry.io/v1alpha1
      kind: Instrumentation
      metadata: {name: any, namespace: default}
      spec: {sampler: {type: always_on}}
      """;

  private @Nullable Process restarted;

  @BeforeEach
  void up() throws IOException, InterruptedException {
    script("up", "--parent-pid", String.valueOf(ProcessHandle.current().pid()));
  }

  @AfterEach
  void down() throws IOException, InterruptedException {
    if (restarted != null) {
      restarted.destroyForcibly().waitFor();
    }
    script("down");
  }

  @Test
  void aChangeDuringWhichTheApiServerRestartsArrives() throws IOException, InterruptedException {
    var config = Config.fromKubeconfig(DIRECTORY.resolve("kubeconfig").toFile());
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      CustomResourceDefinitions.all().forEach(it -> client.resource(it).serverSideApply());
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .until(
              () -> {
                apply(client, "first", 4317);
                return true;
              });
      try (var _ = MortalOperator.start(config, Set.of(NAMESPACE))) {
        for (var i = 0; i < 10; i++) {
          apply(client, "change-" + i, 4317);
        }
        await().atMost(SOON).until(() -> deployments(client) == 11);

        for (var i = 0; i < 10; i++) {
          apply(client, "change-" + i, 4320);
        }
        restartApiServer();
        await()
            .atMost(SOON)
            .ignoreExceptions()
            .until(
                () -> {
                  apply(client, "last", 4317);
                  return true;
                });

        await()
            .atMost(SOON)
            .ignoreExceptions()
            .untilAsserted(
                () -> {
                  assertThat(deployments(client)).isEqualTo(12);
                  for (var i = 0; i < 10; i++) {
                    assertThat(port(client, "change-" + i)).isEqualTo(4320);
                    assertThat(configOfPods(client, "change-" + i)).contains("0.0.0.0:4320");
                    assertThat(speaksOfNewest(client, "change-" + i)).isTrue();
                  }
                });
      }
    }
  }

  @Test
  void noPodIsHeldBackOrMissedAfterAnAbsence() throws IOException {
    var kubeconfig = DIRECTORY.resolve("kubeconfig");
    var config = Config.fromKubeconfig(kubeconfig.toFile());
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      CustomResourceDefinitions.all().forEach(it -> client.resource(it).serverSideApply());
      var cluster = new Cluster(client, kubeconfig, NAMESPACE);
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .until(
              () ->
                  client.serviceAccounts().inNamespace(NAMESPACE).withName(NAMESPACE).get()
                      != null);
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .until(
              () -> {
                cluster.apply(INSTRUMENTATION);
                return true;
              });
      var telemetry = Telemetry.withoutExport();
      try (var operator = RunningOperator.start(cluster, telemetry, "--namespace=" + NAMESPACE)) {
        operator.awaitInjectionBy("any");
        assertThat(points(telemetry, "otelop_api_server_unreachable_seconds"))
            .containsExactly(new MetricFamily.Value(List.of(), 0.0));

        restartApiServer(AWAY);
        await()
            .atMost(SOON)
            .pollInterval(Duration.ofMillis(20))
            .ignoreExceptionsInstanceOf(KubernetesClientException.class)
            .until(
                () -> {
                  assertThat(note(client)).contains("injected");
                  return true;
                });
        for (var i = 0; i < 100; i++) {
          assertThat(note(client)).contains("injected");
        }

        apply(client, "after", 4317);
        await().atMost(SOON).until(() -> deployments(client) == 1);
        await().atMost(SOON).until(() -> isTold(client));
        await()
            .atMost(SOON)
            .untilAsserted(
                () ->
                    assertThat(points(telemetry, "otelop_api_server_unreachable_seconds"))
                        .containsExactly(new MetricFamily.Value(List.of(), 0.0)));
        assertThat(points(telemetry, "otelop_incidents_total"))
            .doesNotContain(new MetricFamily.Value(List.of("ApiServerUnreachable"), 0L))
            .contains(new MetricFamily.Value(List.of("ClockJumped"), 0L));
      }
    }
  }

  private static boolean isTold(KubernetesClient client) {
    return client.events().v1().events().inNamespace(NAMESPACE).list().getItems().stream()
        .filter(event -> event.getReason().equals("ApiServerUnreachable"))
        .filter(event -> event.getRegarding().getKind().equals("Pod"))
        .anyMatch(
            event -> event.getNote().matches("the API server did not answer for \\d+ seconds;.*"));
  }

  private static List<MetricFamily.Point> points(Telemetry telemetry, String metric) {
    return telemetry.metrics().families().stream()
        .filter(family -> family.name().equals(metric))
        .flatMap(family -> family.points().stream())
        .toList();
  }

  /** What the operator notes at a pod; the API server refuses none because of it. */
  private static String note(KubernetesClient client) {
    var pod =
        client
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withNamespace(NAMESPACE)
                    .withGenerateName("shop-")
                    .addToAnnotations("instrumentation.opentelemetry.io/inject-sdk", "any")
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
    return pod.getMetadata().getAnnotations().getOrDefault(Labels.INJECTION, "");
  }

  /** Kills it in mid-work and starts the same again, on the same port and data. */
  private void restartApiServer() throws IOException {
    restartApiServer(Duration.ZERO);
  }

  private void restartApiServer(Duration away) throws IOException {
    var file = DIRECTORY.resolve("kube-apiserver.pid");
    var pid = Files.readString(file).strip().split("\\s+", 2)[0];
    var command =
        List.of(Files.readString(Path.of("/proc", pid, "cmdline")).split("\0", -1)).stream()
            .filter(it -> !it.isEmpty())
            .toList();
    var running = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    running.destroyForcibly();
    await().atMost(SOON).during(away).until(() -> !running.isAlive());
    restarted =
        new ProcessBuilder(command)
            .directory(DIRECTORY.toFile())
            .redirectErrorStream(true)
            .redirectOutput(DIRECTORY.resolve("kube-apiserver.again.log").toFile())
            .start();
  }

  private static int deployments(KubernetesClient client) {
    return client.apps().deployments().inNamespace(NAMESPACE).list().getItems().size();
  }

  private static int port(KubernetesClient client, String name) {
    return client
        .services()
        .inNamespace(NAMESPACE)
        .withName(name + "-collector")
        .require()
        .getSpec()
        .getPorts()
        .getFirst()
        .getPort();
  }

  /** The config of the revision that a collector's pods are to run. */
  private static String configOfPods(KubernetesClient client, String name) {
    var pods =
        client
            .apps()
            .deployments()
            .inNamespace(NAMESPACE)
            .withName(name + "-collector")
            .require()
            .getSpec()
            .getTemplate()
            .getSpec();
    var configMap = pods.getVolumes().getFirst().getConfigMap().getName();
    return client
        .configMaps()
        .inNamespace(NAMESPACE)
        .withName(configMap)
        .require()
        .getData()
        .getOrDefault("collector.yaml", "");
  }

  private static boolean speaksOfNewest(KubernetesClient client, String name) {
    var collector =
        client
            .resources(OpenTelemetryCollector.class)
            .inNamespace(NAMESPACE)
            .withName(name)
            .require();
    var status = collector.getStatus();
    return status != null
        && collector.getMetadata().getGeneration().equals(status.observedGeneration());
  }

  private static void apply(KubernetesClient client, String name, int port) {
    var yaml =
        """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: %s}
        spec:
          config:
            receivers: {otlp: {protocols: {grpc: {endpoint: "0.0.0.0:%d"}}}}
            exporters: {debug: {}}
            service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
        """
            .formatted(name, port);
    client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(NAMESPACE)
        .forceConflicts()
        .serverSideApply();
  }

  private static void script(String action, String... more)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Checkout.path("e2e/cluster/control-plane").toString(),
                action,
                "--dir",
                DIRECTORY.toString()));
    command.addAll(List.of(more));
    var log = Files.createTempFile("control-plane", ".log");
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor()).as(() -> "see " + log).isZero();
    Files.delete(log);
  }
}
