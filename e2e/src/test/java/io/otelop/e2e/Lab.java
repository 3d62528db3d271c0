// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.otelop.crds.collector.OpenTelemetryCollector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.awaitility.core.ThrowingRunnable;

/** A namespace of the cluster for one test class, and what its tests do there. */
final class Lab implements AutoCloseable {

  /** Longest wait for what takes a pod's start and a few exports. */
  static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final Duration POLL = Duration.ofMillis(500);

  private final KubernetesClient client = new KubernetesClientBuilder().build();
  private final String namespace;

  private Lab(String namespace) {
    this.namespace = namespace;
  }

  /** A fresh namespace, named after the test. */
  static Lab of(Class<?> test) {
    var name = test.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-");
    var lab = new Lab("e2e-" + name.toLowerCase(Locale.ROOT).replaceFirst("-test$", ""));
    lab.removeNamespace();
    lab.client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(lab.namespace).endMetadata().build())
        .create();
    return lab;
  }

  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  /** The name under which the cluster has an image of the project. */
  static String image(String name) {
    var variable = "IMAGE_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    var image = System.getenv(variable);
    if (image == null) {
      throw new IllegalStateException(variable + " is not set; run these tests by e2e/run");
    }
    return image;
  }

  /** Applies manifests to the namespace; {@code {namespace}} in them is replaced by its name. */
  void apply(String yaml) {
    var text = yaml.replace("{namespace}", namespace);
    client
        .load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace)
        .forceConflicts()
        .serverSideApply();
  }

  /** Applies an example of the manual. */
  void applyExample(String file) {
    try {
      apply(Files.readString(Path.of("../docs/examples", file)));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** A Deployment with one container named as the Deployment, and a Service for its port. */
  void application(String name, String image, String annotation, String env) {
    application(name, image, annotation, env, 8080);
  }

  void application(String name, String image, String annotation, String env, int port) {
    apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s}
        spec:
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata:
              labels: {app: %1$s}
              annotations: {%3$s}
            spec:
              containers:
                - name: %1$s
                  image: %2$s
                  imagePullPolicy: IfNotPresent
                  env: [%4$s]
                  ports: [{containerPort: %5$d}]
                  readinessProbe: {tcpSocket: {port: %5$d}, periodSeconds: 1}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: %1$s}
        spec: {selector: {app: %1$s}, ports: [{port: %5$d}]}
        """
            .formatted(name, image, annotation, env, port));
  }

  /** Runs a program to its end; fails unless it ends well. */
  void job(String name, String image, String env, String... arguments) {
    apply(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: %s}
        spec:
          backoffLimit: 3
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: job
                  image: %s
                  imagePullPolicy: IfNotPresent
                  env: [%s]
                  args: [%s]
        """
            .formatted(name, image, env, String.join(", ", arguments)));
  }

  void awaitJob(String name) {
    eventually(
        () -> {
          var status =
              client
                  .batch()
                  .v1()
                  .jobs()
                  .inNamespace(namespace)
                  .withName(name)
                  .require()
                  .getStatus();
          if (status.getSucceeded() == null || status.getSucceeded() == 0) {
            throw new AssertionError("job " + name + " has not ended well: " + status);
          }
        });
  }

  void awaitReady(String... deployments) {
    for (var name : deployments) {
      eventually(
          () -> {
            var deployment =
                client.apps().deployments().inNamespace(namespace).withName(name).require();
            var ready = deployment.getStatus().getReadyReplicas();
            if (ready == null || ready < deployment.getSpec().getReplicas()) {
              throw new AssertionError(name + " is not ready: " + deployment.getStatus());
            }
          });
    }
  }

  /** Waits for the condition Ready that the operator writes. */
  OpenTelemetryCollector awaitCollector(String name) {
    eventually(
        () -> {
          var collector = collector(name);
          var status = collector.getStatus();
          if (status == null
              || status.conditions() == null
              || status.conditions().stream()
                  .noneMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"))) {
            throw new AssertionError(name + " is not ready: " + status);
          }
        });
    return collector(name);
  }

  OpenTelemetryCollector collector(String name) {
    return client
        .resources(OpenTelemetryCollector.class)
        .inNamespace(namespace)
        .withName(name)
        .require();
  }

  /** The only pod with a label {@code app} of this name. */
  Pod pod(String app) {
    return onlyPod("app", app);
  }

  /** The only pod of a collector in deployment mode. */
  Pod collectorPod(String name) {
    return onlyPod("app.kubernetes.io/name", name + "-collector");
  }

  private Pod onlyPod(String label, String value) {
    List<Pod> pods =
        client.pods().inNamespace(namespace).withLabel(label, value).list().getItems().stream()
            .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
            .toList();
    if (pods.size() != 1) {
      throw new AssertionError(
          "there are " + pods.size() + " pods with " + label + "=" + value + ", not one");
    }
    return pods.getFirst();
  }

  /** What the containers of a pod have written so far. */
  String log(Pod pod) {
    var container = pod.getSpec().getContainers().getFirst().getName();
    return client
        .pods()
        .inNamespace(namespace)
        .withName(pod.getMetadata().getName())
        .inContainer(container)
        .getLog();
  }

  /**
   * Waits until pods of the namespace that are made with this annotation get what they ask for; a
   * watch tells the operator of what was applied, and controllers are as fast.
   */
  void awaitInjection(String annotation, String value) {
    awaitInjection(namespace, annotation, value);
  }

  void awaitInjection(String where, String annotation, String value) {
    eventually(
        () -> {
          if (!isInjected(where, annotation, value)) {
            throw new AssertionError("not injected: " + annotation + ": " + value);
          }
        });
  }

  /** Whether a pod with this annotation would get what it asks for; none is stored. */
  boolean isInjected(String annotation, String value) {
    return isInjected(namespace, annotation, value);
  }

  private boolean isInjected(String where, String annotation, String value) {
    return client
        .resource(probe(where, annotation, value))
        .dryRun()
        .create()
        .getMetadata()
        .getAnnotations()
        .getOrDefault("operator.opentelemetry.io/injection", "")
        .contains("injected");
  }

  /** One that every level of the Pod Security Standards lets in. */
  private static Pod probe(String where, String annotation, String value) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(where)
        .withGenerateName("probe-")
        .addToAnnotations(annotation, value)
        .endMetadata()
        .withNewSpec()
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .addNewContainer()
        .withName("app")
        .withImage("app.test/probe:1")
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .addToDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .endContainer()
        .endSpec()
        .build();
  }

  /** Reaches a port of a Service from here. */
  Reach reach(String service, int port) {
    return Reach.to(client, namespace, service, port);
  }

  /** Tries until the assertion holds. */
  static void eventually(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).pollInterval(POLL).ignoreExceptions().untilAsserted(assertion);
  }

  private void removeNamespace() {
    removeNamespace(namespace);
  }

  /** Returns when it is gone. */
  void removeNamespace(String name) {
    client.namespaces().withName(name).delete();
    await().atMost(PATIENCE).until(() -> client.namespaces().withName(name).get() == null);
  }

  @Override
  public void close() {
    client.namespaces().withName(namespace).delete();
    client.close();
  }
}
