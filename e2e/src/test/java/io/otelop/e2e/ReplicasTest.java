// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two replicas of the operator, of which one is told to go while pods are made. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplicasTest {

  private static final String OPERATOR_NAMESPACE = "opentelemetry-operator-system";
  private static final String OPERATOR = "opentelemetry-operator";
  private static final String LEASE = "9f7554c3.opentelemetry.io";
  private static final int CALLERS = 2;

  private final Lab lab = Lab.of(ReplicasTest.class);
  private final AtomicInteger made = new AtomicInteger();
  private final List<String> failed = new ArrayList<>();

  @BeforeAll
  void start() {
    operator().scale(2);
    awaitReplicas(2);
    lab.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: Instrumentation
        metadata: {name: any}
        spec: {sampler: {type: always_on}}
        """);
    Lab.eventually(() -> assertThat(isInjected()).isTrue());
  }

  @AfterAll
  void close() {
    operator().scale(1);
    awaitReplicas(1);
    lab.close();
  }

  @Test
  void noPodIsMissedWhenTheLeaderGoes() throws Exception {
    Lab.eventually(() -> assertThat(leader()).isNotEmpty());
    var leader = leader();
    var isOver = new AtomicBoolean();
    var callers = new ArrayList<Thread>();
    for (var i = 0; i < CALLERS; i++) {
      callers.add(Thread.startVirtualThread(() -> makePods(isOver)));
    }
    Lab.eventually(() -> assertThat(made.get()).isGreaterThan(50));

    lab.client().pods().inNamespace(OPERATOR_NAMESPACE).withName(leader).delete();
    Lab.eventually(
        () ->
            assertThat(lab.client().pods().inNamespace(OPERATOR_NAMESPACE).withName(leader).get())
                .isNull());
    Lab.eventually(() -> assertThat(leader()).isNotEmpty().isNotEqualTo(leader));
    awaitReplicas(2);
    isOver.set(true);
    for (var caller : callers) {
      caller.join(Duration.ofSeconds(30));
    }

    assertThat(failed).as("of " + made.get()).isEmpty();
    assertThat(made.get()).isGreaterThan(200);
  }

  private void makePods(AtomicBoolean isOver) {
    while (!isOver.get()) {
      var problem = "";
      try {
        problem = isInjected() ? "" : "not injected";
      } catch (KubernetesClientException refused) {
        problem = String.valueOf(refused.getMessage());
      }
      made.incrementAndGet();
      if (!problem.isEmpty()) {
        synchronized (failed) {
          failed.add(problem);
        }
      }
    }
  }

  private boolean isInjected() {
    Pod pod =
        lab.client()
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withNamespace(lab.namespace())
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
    return pod.getMetadata()
        .getAnnotations()
        .getOrDefault("operator.opentelemetry.io/injection", "")
        .contains("injected");
  }

  private String leader() {
    var lease =
        lab.client().leases().inNamespace(OPERATOR_NAMESPACE).withName(LEASE).require().getSpec();
    var holder = Objects.requireNonNullElse(lease.getHolderIdentity(), "");
    // Who has gone leaves its name with a second's life.
    return lease.getLeaseDurationSeconds() > 1 ? holder : "";
  }

  private RollableScalableResource<Deployment> operator() {
    return lab.client().apps().deployments().inNamespace(OPERATOR_NAMESPACE).withName(OPERATOR);
  }

  private void awaitReplicas(int count) {
    Lab.eventually(
        () -> {
          var status = Objects.requireNonNull(operator().get()).getStatus();
          assertThat(status.getReadyReplicas()).isEqualTo(count);
          assertThat(status.getReplicas()).isEqualTo(count);
        });
  }
}
