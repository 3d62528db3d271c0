// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a collector may do, what it is reached by, and what happens when it goes. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectorAccessOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String ATTRIBUTES = "processors: {k8sattributes: {}}";
  private static final String BATCH = "processors: {batch: {}}";

  private final KubernetesClient client;
  private final String namespace;
  @AutoClose final RunningOperator operator;

  CollectorAccessOnApiServerTest(Cluster cluster) throws IOException {
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.operator = RunningOperator.start(cluster);
  }

  @Test
  void isPermittedWhatItsConfigNeedsAndNoLonger() {
    apply(collector("reader", "", ATTRIBUTES, "k8sattributes"));
    var role = "reader-" + namespace + "-cluster-role";
    eventually(
        () -> {
          assertThat(clusterRole(role)).isNotNull();
          assertThat(
                  client.rbac().clusterRoleBindings().list().getItems().stream()
                      .filter(it -> it.getRoleRef().getName().equals(role)))
              .singleElement()
              .satisfies(
                  binding ->
                      assertThat(binding.getSubjects())
                          .singleElement()
                          .satisfies(it -> assertThat(it.getName()).isEqualTo("reader-collector")));
        });

    apply(collector("reader", "", BATCH, "batch"));

    eventually(() -> assertThat(clusterRole(role)).isNull());
  }

  @Test
  void losesItsPermissionsWhenItIsDeleted() {
    apply(collector("leaver", "", ATTRIBUTES, "k8sattributes"));
    var role = "leaver-" + namespace + "-cluster-role";
    eventually(() -> assertThat(clusterRole(role)).isNotNull());

    client.resource(require("leaver")).delete();

    eventually(() -> assertThat(clusterRole(role)).isNull());
  }

  @Test
  void leavesTheRoleOfAnotherAloneAndTakesAnotherName() {
    var usual = "twin-" + namespace + "-cluster-role";
    apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: %s
          labels: {owner: somebody}
        rules: []
        """
            .formatted(usual));

    apply(collector("twin", "", ATTRIBUTES, "k8sattributes"));

    eventually(
        () ->
            assertThat(rolesOf("twin"))
                .singleElement()
                .satisfies(it -> assertThat(it.getMetadata().getName()).startsWith(usual + "-")));
    assertThat(clusterRole(usual).getRules()).isNullOrEmpty();
    apply(collector("twin", "labels: {again: 'yes'}", ATTRIBUTES, "k8sattributes"));
    eventually(
        () ->
            assertThat(rolesOf("twin"))
                .singleElement()
                .satisfies(
                    it -> assertThat(it.getMetadata().getLabels()).containsEntry("again", "yes")));
  }

  @Test
  void takesOverTheRoleThatTheGoOperatorMade() {
    var usual = "moved-" + namespace + "-cluster-role";
    apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: %s
          labels:
            app.kubernetes.io/managed-by: opentelemetry-operator
            app.kubernetes.io/component: opentelemetry-collector
            app.kubernetes.io/part-of: opentelemetry
            app.kubernetes.io/instance: %s.moved
        rules: []
        """
            .formatted(usual, namespace));

    apply(collector("moved", "", ATTRIBUTES, "k8sattributes"));

    eventually(() -> assertThat(clusterRole(usual).getRules()).isNotEmpty());
  }

  @Test
  void isNotHeldUpByTheFinalizerOfTheGoOperator() {
    apply(
        collector(
            "held",
            "finalizers: [opentelemetrycollector.opentelemetry.io/finalizer]",
            BATCH,
            "batch"));

    client.resource(require("held")).delete();

    eventually(() -> assertThat(get("held")).isNull());
  }

  @Test
  void passesOnLabelsAndAnnotationsThatChange() {
    apply(collector("labelled", "", BATCH, "batch"));
    eventually(() -> assertThat(deploymentLabels("labelled")).isNotEmpty());

    apply(collector("labelled", "labels: {team: shop}", BATCH, "batch"));

    eventually(() -> assertThat(deploymentLabels("labelled")).containsEntry("team", "shop"));
  }

  @Test
  void isMonitoredAsSoonAsTheClusterKnowsHow() {
    apply(
        collector("watched", "", BATCH, "batch")
            .replace("spec:", "spec:\n  observability: {metrics: {enableMetrics: true}}"));
    eventually(() -> assertThat(deploymentLabels("watched")).isNotEmpty());

    apply(
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: servicemonitors.monitoring.coreos.com}
        spec:
          group: monitoring.coreos.com
          names: {kind: ServiceMonitor, plural: servicemonitors, singular: servicemonitor}
          scope: Namespaced
          versions:
            - name: v1
              served: true
              storage: true
              schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
        """);

    eventually(() -> assertThat(names(monitors())).contains("watched-monitoring-collector"));
    apply(collector("watched", "", BATCH, "batch"));
    eventually(() -> assertThat(names(monitors())).doesNotContain("watched-monitoring-collector"));
  }

  private List<GenericKubernetesResource> monitors() {
    return client
        .genericKubernetesResources("monitoring.coreos.com/v1", "ServiceMonitor")
        .inNamespace(namespace)
        .list()
        .getItems();
  }

  private List<ClusterRole> rolesOf(String name) {
    return client
        .rbac()
        .clusterRoles()
        .withLabel("app.kubernetes.io/instance", namespace + "." + name)
        .list()
        .getItems();
  }

  private ClusterRole clusterRole(String name) {
    return client.rbac().clusterRoles().withName(name).get();
  }

  private java.util.Map<String, String> deploymentLabels(String name) {
    var deployment =
        client.apps().deployments().inNamespace(namespace).withName(name + "-collector").get();
    return deployment == null
        ? java.util.Map.of()
        : deployment.getSpec().getTemplate().getMetadata().getLabels();
  }

  private @Nullable OpenTelemetryCollector get(String name) {
    return client
        .resources(OpenTelemetryCollector.class)
        .inNamespace(namespace)
        .withName(name)
        .get();
  }

  private OpenTelemetryCollector require(String name) {
    return client
        .resources(OpenTelemetryCollector.class)
        .inNamespace(namespace)
        .withName(name)
        .require();
  }

  private void apply(String yaml) {
    client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .forceConflicts()
        .serverSideApply();
  }

  private String collector(String name, String metadata, String processors, String processor) {
    return """
    apiVersion: opentelemetry.io/v1beta1
    kind: OpenTelemetryCollector
    metadata:
      name: %s
      namespace: %s
      %s
    spec:
      config:
        receivers: {otlp: {protocols: {grpc: {}}}}
        %s
        exporters: {debug: {}}
        service:
          pipelines: {traces: {receivers: [otlp], processors: [%s], exporters: [debug]}}
    """
        .formatted(name, namespace, metadata, processors, processor);
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(SOON).ignoreException(KubernetesClientException.class).untilAsserted(assertion);
  }

  private static List<String> names(List<? extends HasMetadata> objects) {
    return objects.stream().map(object -> object.getMetadata().getName()).toList();
  }
}
