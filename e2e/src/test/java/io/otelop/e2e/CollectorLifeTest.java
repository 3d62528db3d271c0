// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A collector from its first pod to its removal, and what a bad change does to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectorLifeTest {

  private final Lab lab = Lab.of(CollectorLifeTest.class);

  @AfterAll
  void close() {
    lab.close();
  }

  @Test
  void itsStatusSaysWhatRuns() {
    lab.apply(collector("known", "basic", ""));

    var status = Objects.requireNonNull(lab.awaitCollector("known").getStatus());

    assertThat(status.image()).isEqualTo(Lab.image("collector"));
    assertThat(status.version()).isEqualTo(Lab.image("collector").replaceFirst(".*:", ""));
    var scale = Objects.requireNonNull(status.scale());
    assertThat(scale.replicas()).isEqualTo(1);
    assertThat(scale.statusReplicas()).isEqualTo("1/1");
  }

  @Test
  void aChangeOfItsConfigReachesItsPods() {
    lab.apply(collector("changed", "basic", ""));
    lab.awaitCollector("changed");
    var before = lab.collectorPod("changed").getMetadata().getUid();

    lab.apply(collector("changed", "detailed", ""));

    Lab.eventually(
        () -> {
          var pod = lab.collectorPod("changed");
          assertThat(pod.getMetadata().getUid()).isNotEqualTo(before);
          assertThat(lab.log(pod)).contains("Everything is ready");
        });
    lab.awaitCollector("changed");
  }

  @Test
  void anUndefinedReceiverIsRefused() {
    assertThatThrownBy(() -> lab.apply(collector("refused", "basic", "otpl")))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("spec.config.service.pipelines.traces.receivers")
        .hasMessageContaining("otpl");
  }

  @Test
  void allOfItGoesWithIt() {
    lab.apply(collector("gone", "basic", ""));
    lab.awaitCollector("gone");

    lab.client().resource(lab.collector("gone")).delete();

    Lab.eventually(
        () -> {
          var client = lab.client();
          assertThat(
                  client
                      .apps()
                      .deployments()
                      .inNamespace(lab.namespace())
                      .withName("gone-collector")
                      .get())
              .isNull();
          assertThat(
                  client.services().inNamespace(lab.namespace()).withName("gone-collector").get())
              .isNull();
        });
  }

  @Test
  void aPodThatAsksForAnInstrumentationThatIsNotThereStarts() {
    lab.application(
        "lost",
        Lab.image("pricing"),
        "instrumentation.opentelemetry.io/inject-python: nowhere",
        "");

    lab.awaitReady("lost");

    assertThat(lab.pod("lost").getSpec().getInitContainers()).isEmpty();
    Lab.eventually(
        () ->
            assertThat(
                    lab.client()
                        .events()
                        .v1()
                        .events()
                        .inNamespace(lab.namespace())
                        .list()
                        .getItems())
                .anySatisfy(
                    event -> {
                      assertThat(event.getReason()).isEqualTo("UnknownInstrumentation");
                      assertThat(event.getNote()).contains("nowhere");
                    }));
  }

  private static String collector(String name, String verbosity, String receiver) {
    return """
    apiVersion: opentelemetry.io/v1beta1
    kind: OpenTelemetryCollector
    metadata: {name: %s}
    spec:
      config:
        receivers: {otlp: {protocols: {grpc: {}}}}
        exporters: {debug: {verbosity: %s}}
        extensions: {health_check: {}}
        service:
          extensions: [health_check]
          pipelines: {traces: {receivers: [%s], exporters: [debug]}}
    """
        .formatted(name, verbosity, receiver.isEmpty() ? "otlp" : receiver);
  }
}
