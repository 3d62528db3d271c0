// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.crds.instrumentation.ClusterInstrumentation;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.webhook.Webhook;
import io.otelop.webhook.WebhookPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is for all namespaces is completed and checked like what is for one. */
@ExtendWith(ControlPlane.class)
class ClusterInstrumentationOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** The definition looks at the first alone, so that the webhook has something to refuse. */
  private static final String TWO_RATES = "'initialSamplingRate=1,initialSamplingRate=2'";

  private final Cluster cluster;

  ClusterInstrumentationOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void isCompletedAndChecked() throws IOException {
    try (var operator = RunningOperator.start(cluster, "--watch-namespace=")) {
      assertThat(operator.healthPort()).isPositive();
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThatThrownBy(
                          () -> apply("{type: jaeger_remote, argument: " + TWO_RATES + "}"))
                      .isInstanceOf(KubernetesClientException.class)
                      .hasMessageContaining("an initialSamplingRate that is not a ratio"));

      apply("{type: always_on}");

      var one = cluster.client().resources(ClusterInstrumentation.class).withName("for-all");
      try {
        assertThat(one.require().getSpec().toString()).contains("autoinstrumentation-java");
      } finally {
        one.delete();
      }
    }
  }

  /** An operator for some namespaces leaves alone what is for all of them. */
  @Test
  void isNoMatterForAnOperatorOfSomeNamespaces() throws IOException {
    try (var operator = RunningOperator.start(cluster)) {
      assertThat(operator.healthPort()).isPositive();
      assertThat(registered())
          .contains(Webhook.INSTRUMENTATION_DEFAULTS.name())
          .doesNotContain(Webhook.CLUSTER_INSTRUMENTATION_DEFAULTS.name());
    }
  }

  private List<String> registered() {
    return cluster
        .client()
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(WebhookPolicy.STANDARD.names().mutation())
        .require()
        .getWebhooks()
        .stream()
        .map(it -> it.getName())
        .toList();
  }

  private void apply(String sampler) {
    cluster.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: ClusterInstrumentation
        metadata: {name: for-all}
        spec: {sampler: %s}
        """
            .formatted(sampler));
  }
}
