// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Nameable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What pods are told of the owners of their owners, which a real controller manager made. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnersOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;
  @AutoClose private final RunningOperator operator;

  OwnersOnApiServerTest(Cluster cluster) throws IOException {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.operator = RunningOperator.start(cluster);
  }

  @BeforeAll
  void start() {
    cluster.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: Instrumentation
        metadata: {name: default, namespace: %s}
        spec:
          sampler: {type: always_on}
          resource: {addK8sUIDAttributes: true}
        """
            .formatted(namespace));
    operator.awaitInjectionBy("default");
  }

  @Test
  void aDeploymentsPodsKnowItsUid() {
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: shop, namespace: %s}
        spec:
          replicas: 3
          selector: {matchLabels: {app: shop}}
          template:
            metadata:
              labels: {app: shop}
              annotations: {instrumentation.opentelemetry.io/inject-sdk: "true"}
            spec:
              containers: [{name: app, image: "app.test/shop:1"}]
        """
            .formatted(namespace));

    var deployment = client.apps().deployments().inNamespace(namespace).withName("shop").get();
    var uid = "k8s.deployment.uid=" + deployment.getMetadata().getUid();
    assertThat(podsThatKnow(uid, "shop", 3))
        .allSatisfy(
            pod ->
                assertThat(attributes(pod))
                    .contains("k8s.deployment.name=shop")
                    .contains("k8s.replicaset.uid=" + owner(pod).getUid()));
  }

  @Test
  void theCronJobOfAJobThatWasStartedByHandIsKnown() {
    cluster.apply(
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: nightly, namespace: %s}
        spec:
          schedule: "0 0 1 1 *"
          jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: app, image: a}]}}}}
        """
            .formatted(namespace));
    var nightly = client.batch().v1().cronjobs().inNamespace(namespace).withName("nightly").get();
    cluster.apply(
        """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: by-hand
          namespace: %s
          ownerReferences: [{apiVersion: batch/v1, kind: CronJob, name: nightly, uid: %s}]
        spec:
          template:
            metadata:
              labels: {app: by-hand}
              annotations: {instrumentation.opentelemetry.io/inject-sdk: "true"}
            spec: {restartPolicy: Never, containers: [{name: app, image: a}]}
        """
            .formatted(namespace, nightly.getMetadata().getUid()));

    var uid = "k8s.cronjob.uid=" + nightly.getMetadata().getUid();
    assertThat(attributes(podsThatKnow(uid, "by-hand", 1).getFirst()))
        .contains("k8s.job.name=by-hand")
        .contains("k8s.cronjob.name=nightly");
  }

  @Test
  void eventsOfAJobsPodsAreToldAtItsCronJob() {
    cluster.apply(
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: misspelt-nightly, namespace: %s}
        spec:
          schedule: "0 0 1 1 *"
          jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: app, image: a}]}}}}
        """
            .formatted(namespace));
    var uid = uid(client.batch().v1().cronjobs().inNamespace(namespace), "misspelt-nightly");
    for (var run : List.of("misspelt-nightly-29000001", "misspelt-nightly-29000002")) {
      cluster.apply(
          """
          apiVersion: batch/v1
          kind: Job
          metadata:
            name: %1$s
            namespace: %2$s
            ownerReferences:
              - {apiVersion: batch/v1, kind: CronJob, name: misspelt-nightly, uid: %3$s, controller: true}
          spec:
            template:
              metadata:
                labels: {app: misspelt-nightly}
                annotations: {instrumentation.opentelemetry.io/inject-sdk: "defualt"}
              spec: {restartPolicy: Never, containers: [{name: app, image: a}]}
          """
              .formatted(run, namespace, uid));
    }
    var pods = pods("misspelt-nightly", 2);

    assertThat(pods).extracting(pod -> owner(pod).getKind()).containsOnly("Job");
    assertThat(events("misspelt-nightly"))
        .as("one, for it is the same at both Jobs")
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.getRegarding().getKind()).isEqualTo("CronJob");
              assertThat(it.getRegarding().getUid()).isEqualTo(uid);
            });
    assertThat(client.events().v1().events().inNamespace(namespace).list().getItems())
        .filteredOn(it -> "UnknownInstrumentation".equals(it.getReason()))
        .noneMatch(it -> it.getRegarding().getKind().equals("Job"));
  }

  @Test
  void eventsAreToldAtWhatAUserMade() {
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: misspelt, namespace: %1$s}
        spec:
          replicas: 3
          selector: {matchLabels: {app: misspelt}}
          template:
            metadata:
              labels: {app: misspelt}
              annotations: {instrumentation.opentelemetry.io/inject-sdk: "defualt"}
            spec:
              containers: [{name: app, image: "app.test/shop:1"}]
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: misspelt-set, namespace: %1$s}
        spec:
          serviceName: misspelt-set
          selector: {matchLabels: {app: misspelt-set}}
          template:
            metadata:
              labels: {app: misspelt-set}
              annotations: {instrumentation.opentelemetry.io/inject-sdk: "defualt"}
            spec:
              containers: [{name: app, image: "app.test/shop:1"}]
        """
            .formatted(namespace));

    assertThat(events("misspelt"))
        .allSatisfy(
            it -> {
              assertThat(it.getRegarding().getKind()).isEqualTo("Deployment");
              assertThat(it.getRegarding().getUid())
                  .as("as kubectl describe looks for it")
                  .isEqualTo(uid(client.apps().deployments().inNamespace(namespace), "misspelt"));
            });
    assertThat(events("misspelt-set"))
        .allSatisfy(it -> assertThat(it.getRegarding().getKind()).isEqualTo("StatefulSet"));
    assertThat(client.events().v1().events().inNamespace(namespace).list().getItems())
        .as("none at a ReplicaSet, one for three pods")
        .filteredOn(it -> "UnknownInstrumentation".equals(it.getReason()))
        .filteredOn(it -> !it.getRegarding().getName().startsWith("misspelt-nightly"))
        .hasSize(2)
        .noneMatch(it -> it.getRegarding().getKind().equals("ReplicaSet"));
  }

  private List<Event> events(String name) {
    return await()
        .atMost(SOON)
        .until(
            () ->
                client.events().v1().events().inNamespace(namespace).list().getItems().stream()
                    .filter(it -> name.equals(it.getRegarding().getName()))
                    .filter(it -> "UnknownInstrumentation".equals(it.getReason()))
                    .toList(),
            (List<Event> events) -> !events.isEmpty());
  }

  private static <T extends HasMetadata> String uid(
      Nameable<? extends Resource<T>> among, String name) {
    return among.withName(name).require().getMetadata().getUid();
  }

  /** On a machine that is too busy the first pods come without, and those after them with it. */
  private List<Pod> podsThatKnow(String attribute, String app, int count) {
    return await()
        .atMost(SOON)
        .until(
            () -> {
              var pods = pods(app, count);
              var ignorant = pods.stream().filter(pod -> !attributes(pod).contains(attribute));
              ignorant.forEach(pod -> client.resource(pod).withGracePeriod(0).delete());
              return pods;
            },
            pods -> pods.stream().allMatch(pod -> attributes(pod).contains(attribute)));
  }

  private List<Pod> pods(String app, int count) {
    return await()
        .atMost(SOON)
        .until(
            () -> client.pods().inNamespace(namespace).withLabel("app", app).list().getItems(),
            pods -> pods.size() == count);
  }

  private static OwnerReference owner(Pod pod) {
    return pod.getMetadata().getOwnerReferences().getFirst();
  }

  private static String attributes(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getEnv().stream()
        .filter(it -> it.getName().equals("OTEL_RESOURCE_ATTRIBUTES"))
        .map(EnvVar::getValue)
        .findFirst()
        .orElseThrow();
  }
}
