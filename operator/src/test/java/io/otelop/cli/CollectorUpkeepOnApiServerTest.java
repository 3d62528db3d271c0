// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.collector.OpenTelemetryCollectorStatus;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a collector's objects while time passes: they are as it asks, and no others. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectorUpkeepOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String MUCH =
      "autoscaler: {maxReplicas: 3}, ingress: {type: ingress, hostname: a.test}";

  private final KubernetesClient client;
  private final Cluster cluster;
  private final String namespace;
  @AutoClose final RunningOperator operator;

  CollectorUpkeepOnApiServerTest(Cluster cluster) throws IOException {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.operator = RunningOperator.start(cluster);
  }

  @Test
  void whatSomebodyChangesIsMended() {
    apply("mended", MUCH, "otlp");
    eventually(() -> get(Deployment.class, "mended-collector"));
    var role = "mended-" + namespace + "-cluster-role";

    client
        .services()
        .inNamespace(namespace)
        .withName("mended-collector")
        .edit(
            it -> {
              it.getSpec().getPorts().getFirst().setPort(1);
              return it;
            });
    client
        .rbac()
        .clusterRoles()
        .withName(role)
        .edit(
            it -> {
              it.getRules().getFirst().setVerbs(List.of("get"));
              return it;
            });
    var map = client.resource(configMap("mended"));
    map.edit(
        it -> {
          it.setData(Map.of("collector.yaml", "nonsense"));
          return it;
        });

    eventually(
        () -> {
          assertThat(
                  get(Service.class, "mended-collector").getSpec().getPorts().getFirst().getPort())
              .isEqualTo(4317);
          assertThat(client.rbac().clusterRoles().withName(role).require().getRules().getFirst())
              .satisfies(it -> assertThat(it.getVerbs()).containsExactly("get", "watch", "list"));
          assertThat(String.valueOf(configMap("mended").getData())).contains("receivers");
        });
  }

  @Test
  void whatSomebodyDeletesComesBack() {
    apply("back", MUCH, "otlp");
    eventually(() -> get(Deployment.class, "back-collector"));
    var objects =
        List.<HasMetadata>of(
            get(Service.class, "back-collector"),
            get(HorizontalPodAutoscaler.class, "back-collector"),
            get(PodDisruptionBudget.class, "back-collector"),
            get(NetworkPolicy.class, "back-collector-networkpolicy"),
            get(Ingress.class, "back-ingress"),
            configMap("back"),
            client.rbac().clusterRoles().withName("back-" + namespace + "-cluster-role").require());

    objects.forEach(it -> client.resource(it).delete());

    eventually(
        () ->
            assertThat(objects)
                .allSatisfy(
                    gone -> {
                      var now = client.resource(gone).get();
                      assertThat(now).isNotNull();
                      assertThat(now.getMetadata().getUid())
                          .isNotEqualTo(gone.getMetadata().getUid());
                    }));
  }

  @Test
  void whatIsNoLongerAskedForGoesAndTheRestStays() {
    apply("less", MUCH, "otlp");
    eventually(() -> get(Deployment.class, "less-collector"));
    var role = "less-" + namespace + "-cluster-role";
    assertThat(client.rbac().clusterRoles().withName(role).get()).isNotNull();

    apply("less", "networkPolicy: {enabled: false}", "hostmetrics");

    eventually(
        () -> {
          assertThat(find(HorizontalPodAutoscaler.class, "less-collector")).isNull();
          assertThat(find(Ingress.class, "less-ingress")).isNull();
          assertThat(find(NetworkPolicy.class, "less-collector-networkpolicy")).isNull();
          assertThat(find(Service.class, "less-collector")).isNull();
          assertThat(find(Service.class, "less-collector-headless")).isNull();
        });
    assertThat(find(PodDisruptionBudget.class, "less-collector")).isNotNull();
    assertThat(find(Service.class, "less-collector-monitoring")).isNotNull();
    assertThat(client.resources(ClusterRole.class).withName(role).get()).isNotNull();
  }

  @Test
  void anUnmanagedCollectorIsLeftAloneUntilItIsManagedAgain() {
    apply("alone", "managementState: managed", "otlp");
    eventually(() -> assertThat(status("alone").observedGeneration()).isEqualTo(1));
    var before = get(Deployment.class, "alone-collector");

    // Another collector's turn shows that this one has had its own.
    apply("alone", "managementState: unmanaged, replicas: 3", "otlp");
    apply("other", "", "otlp");
    eventually(() -> get(Deployment.class, "other-collector"));
    client.resource(get(Service.class, "alone-collector-monitoring")).delete();
    apply("another", "", "otlp");
    eventually(() -> get(Deployment.class, "another-collector"));

    assertThat(get(Deployment.class, "alone-collector").getMetadata().getGeneration())
        .isEqualTo(before.getMetadata().getGeneration());
    assertThat(find(Service.class, "alone-collector-monitoring")).isNull();
    assertThat(status("alone").observedGeneration()).isEqualTo(1);

    apply("alone", "managementState: managed, replicas: 3", "otlp");

    eventually(
        () -> {
          assertThat(get(Deployment.class, "alone-collector").getSpec().getReplicas()).isEqualTo(3);
          assertThat(find(Service.class, "alone-collector-monitoring")).isNotNull();
        });
  }

  @Test
  void annotationsForPrometheusGoWhenTheyAreNoLongerWanted() {
    apply("scraped", "podAnnotations: {prometheus.io/port: '9000'}", "otlp");
    eventually(
        () ->
            assertThat(annotationsOfPods("scraped"))
                .containsEntry("prometheus.io/scrape", "true")
                .containsEntry("prometheus.io/port", "9000"));

    apply(
        "scraped",
        "podAnnotations: {prometheus.io/port: '9000'},"
            + " observability: {metrics: {disablePrometheusAnnotations: true}}",
        "otlp");

    eventually(
        () ->
            assertThat(annotationsOfPods("scraped"))
                .containsEntry("prometheus.io/port", "9000")
                .doesNotContainKeys(
                    "prometheus.io/scrape",
                    "prometheus.io/path",
                    "operator.opentelemetry.io/prometheus-annotations-added"));
  }

  private Map<String, String> annotationsOfPods(String name) {
    return get(Deployment.class, name + "-collector")
        .getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations();
  }

  private ConfigMap configMap(String name) {
    var volume =
        get(Deployment.class, name + "-collector")
            .getSpec()
            .getTemplate()
            .getSpec()
            .getVolumes()
            .getFirst();
    return get(ConfigMap.class, volume.getConfigMap().getName());
  }

  private OpenTelemetryCollectorStatus status(String name) {
    return Objects.requireNonNull(get(OpenTelemetryCollector.class, name).getStatus());
  }

  private <T extends HasMetadata> T get(Class<T> kind, String name) {
    return client.resources(kind).inNamespace(namespace).withName(name).require();
  }

  private <T extends HasMetadata> @Nullable T find(Class<T> kind, String name) {
    return client.resources(kind).inNamespace(namespace).withName(name).get();
  }

  private static void eventually(ThrowingCallable assertion) {
    await().atMost(SOON).ignoreExceptions().untilAsserted(assertion::call);
  }

  private void apply(String name, String spec, String receiver) {
    cluster.apply(
        """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: %s, namespace: %s}
        spec: {
          config: {
            receivers: {otlp: {protocols: {grpc: {}}}, hostmetrics: {scrapers: {cpu: {}}}},
            processors: {k8sattributes: {}},
            exporters: {debug: {}},
            service: {
              pipelines: {metrics: {receivers: [%s], processors: [k8sattributes], exporters: [debug]}}
            }
          },
          %s
        }
        """
            .formatted(name, namespace, receiver, spec));
  }
}
