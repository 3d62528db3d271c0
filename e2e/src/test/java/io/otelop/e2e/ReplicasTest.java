// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.util.Objects;
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

  private final Lab lab = Lab.of(ReplicasTest.class);

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
    try (var pods = PodStream.start(lab, "any")) {
      Lab.eventually(() -> assertThat(pods.made()).isGreaterThan(50));

      lab.client().pods().inNamespace(OPERATOR_NAMESPACE).withName(leader).delete();
      Lab.eventually(
          () ->
              assertThat(lab.client().pods().inNamespace(OPERATOR_NAMESPACE).withName(leader).get())
                  .isNull());
      Lab.eventually(() -> assertThat(leader()).isNotEmpty().isNotEqualTo(leader));
      awaitReplicas(2);
      Lab.eventually(() -> assertThat(pods.made()).isGreaterThan(200));
      pods.endsWell();
    }
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
