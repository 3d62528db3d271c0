// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tools that look at a whole cluster, while the operator runs in it. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolsOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final Shell shell;
  @AutoClose private final RunningOperator operator;

  ToolsOnApiServerTest(Cluster cluster) throws IOException {
    this.cluster = cluster;
    this.shell = new Shell(cluster);
    this.operator = RunningOperator.start(cluster);
  }

  @BeforeAll
  void start() {
    cluster.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: Instrumentation
        metadata: {name: default, namespace: %1$s}
        spec:
          exporter: {endpoint: "http://gateway:4318"}
          env: [{name: VENDOR_TOKEN, value: hunter2}]
        ---
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: gateway, namespace: %1$s}
        spec:
          config:
            receivers: {otlp: {protocols: {http: {}}}}
            exporters: {debug: {}, otlp: {endpoint: "vendor:4317", headers: {x-key: hunter2}}}
            service: {pipelines: {traces: {receivers: [otlp], exporters: [debug, otlp]}}}
        """
            .formatted(cluster.namespace()));
    operator.awaitInjectionBy("default");
    cluster.apply(deployment("shop", "default"));
    cluster.apply(deployment("misspelt", "defualt"));
    for (var app : List.of("shop", "misspelt")) {
      await()
          .atMost(SOON)
          .until(
              () ->
                  !cluster
                      .client()
                      .pods()
                      .inNamespace(cluster.namespace())
                      .withLabel("app", app)
                      .list()
                      .getItems()
                      .isEmpty());
    }
    await()
        .atMost(SOON)
        .until(
            () ->
                cluster
                        .client()
                        .apps()
                        .deployments()
                        .inNamespace(cluster.namespace())
                        .withName("gateway-collector")
                        .get()
                    != null);
  }

  @Test
  void statusTellsHowEverythingStands() {
    var told = shell.run("status");

    assertThat(told.err()).isEmpty();
    assertThat(told.out())
        .containsPattern("COLLECTOR +MODE +REPLICAS +READY +REASON")
        .containsPattern(cluster.namespace() + "/gateway +deployment")
        .containsPattern(cluster.namespace() + "/default +1 instrumented")
        .containsPattern("Deployment " + cluster.namespace() + "/shop +java +1 +instrumented")
        .containsPattern(
            "Deployment "
                + cluster.namespace()
                + "/misspelt +java +1 +failed +UnknownInstrumentation: ")
        .as("there is no Instrumentation of the misspelt name")
        .doesNotContain(cluster.namespace() + "/defualt ");
  }

  @Test
  void explainTellsHowACollectorIs() {
    var told = shell.run("explain", "collector", "gateway");

    assertThat(told.err()).isEmpty();
    assertThat(told.out())
        .contains("OpenTelemetryCollector " + cluster.namespace() + "/gateway (deployment)")
        .containsPattern("Config wanted: gateway-collector-[0-9a-f]{8}\n")
        .contains("Deployment gateway-collector: 0 of 1 ready")
        .contains("gateway-collector:4318 TCP otlp-http");
  }

  @Test
  void checkHasTheApiServerCallTheWebhook() {
    var told = shell.run("check");

    assertThat(told.out())
        .contains("ok     API server: Kubernetes v")
        .contains("ok     CRD opentelemetrycollectors.opentelemetry.io: serves ")
        .contains("ok     CRD instrumentations.opentelemetry.io: serves v1alpha1")
        .contains("WRONG  operator: no Deployment has the label")
        .containsPattern("ok     webhook [^:]*: is trusted until ")
        .contains("ok     injection in namespace " + cluster.namespace());
    assertThat(told.code()).isEqualTo(Command.FAILED);
    assertThat(cluster.client().pods().inNamespace(cluster.namespace()).list().getItems())
        .as("it makes no pod")
        .noneMatch(pod -> pod.getMetadata().getName().startsWith("kubectl-otel-check"));
  }

  @Test
  void gatherWritesAnArchiveWithoutSecrets(@TempDir Path folder) throws IOException {
    var file = folder.resolve("gathered.zip");

    var told = shell.run("gather", "--file", file.toString());

    assertThat(told.code()).isZero();
    var files = files(file);
    var place = "namespaces/" + cluster.namespace();
    assertThat(files)
        .containsKeys(
            place + "/opentelemetry.io/opentelemetrycollectors/gateway.yaml",
            place + "/opentelemetry.io/instrumentations/default.yaml",
            place + "/apps/deployments/gateway-collector.yaml",
            "cluster-scoped-resources/apiextensions.k8s.io/customresourcedefinitions/"
                + "instrumentations.opentelemetry.io.yaml",
            "check.yaml",
            "status.yaml");
    assertThat(files.keySet()).anyMatch(name -> name.startsWith(place + "/core/configmaps/"));
    assertThat(files.keySet()).noneMatch(name -> name.contains("/secrets/"));
    assertThat(files.values()).allSatisfy(text -> assertThat(text).doesNotContain("hunter2"));
  }

  @Test
  void gatherOverwritesNothing(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("mine"), "mine");

    var told = shell.run("gather", "--file", file.toString());

    assertThat(told.code()).isEqualTo(Command.FAILED);
    assertThat(told.err()).contains(file + " is there already");
    assertThat(file).hasContent("mine");
  }

  private static Map<String, String> files(Path archive) throws IOException {
    var files = new TreeMap<String, String>();
    try (var zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private String deployment(String name, String instrumentation) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s, namespace: %2$s}
    spec:
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata:
          labels: {app: %1$s}
          annotations: {instrumentation.opentelemetry.io/inject-java: "%3$s"}
        spec:
          containers: [{name: app, image: "app.test/%1$s:1"}]
    """
        .formatted(name, cluster.namespace(), instrumentation);
  }
}
