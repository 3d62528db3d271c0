// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics.ControllerExecution;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.otelop.naming.SpanAttributes;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReconcilesTest {

  private static final Map<String, Object> CONTROLLER = Map.of(Constants.CONTROLLER_NAME, "things");

  private static final ConfigMap THING =
      new ConfigMapBuilder()
          .withNewMetadata()
          .withNamespace("shop")
          .withName("a-thing")
          .withUid("a-uid")
          .withGeneration(4L)
          .endMetadata()
          .build();

  @RegisterExtension final OpenTelemetryExtension traces = OpenTelemetryExtension.create();

  private final Metrics metrics = new Metrics();

  private Reconciles reconciles() {
    return new Reconciles(metrics, traces.getOpenTelemetry().getTracer("test"));
  }

  @Test
  void aReconcileIsASpanAboutItsObject() throws Exception {
    var reconciles = reconciles();
    reconciles.reconciliationSubmitted(THING, null, CONTROLLER);
    assertThat(shown())
        .contains("workqueue_depth{name=\"things\",controller=\"things\"} 1")
        .doesNotContain("controller_runtime_reconcile_total{");
    reconciles.reconciliationStarted(THING, CONTROLLER);
    assertThat(Span.current().getSpanContext().isValid()).isTrue();
    assertThat(shown())
        .contains("workqueue_depth{name=\"things\",controller=\"things\"} 0")
        .contains("controller_runtime_active_workers{controller=\"things\"} 1")
        .contains(
            "workqueue_queue_duration_seconds_count{name=\"things\",controller=\"things\"} 1");
    reconciles.timeControllerExecution(new Execution(UpdateControl.noUpdate()));
    reconciles.reconciliationSucceeded(THING, CONTROLLER);
    reconciles.reconciliationFinished(THING, null, CONTROLLER);

    assertThat(Span.current().getSpanContext().isValid()).isFalse();
    assertThat(shown())
        .contains("controller_runtime_reconcile_total{controller=\"things\",result=\"success\"} 1")
        .contains("controller_runtime_reconcile_time_seconds_count{controller=\"things\"} 1")
        .contains("controller_runtime_active_workers{controller=\"things\"} 0");
    assertThat(traces.getSpans())
        .singleElement()
        .satisfies(
            span ->
                OpenTelemetryAssertions.assertThat(span)
                    .hasName("reconcile ConfigMap")
                    .hasNoParent()
                    .hasAttribute(SpanAttributes.NAMESPACE, "shop")
                    .hasAttribute(SpanAttributes.NAME, "a-thing")
                    .hasAttribute(SpanAttributes.UID, "a-uid")
                    .hasAttribute(SpanAttributes.GENERATION, 4L)
                    .hasAttribute(SpanAttributes.CONTROLLER, "things")
                    .hasAttribute(SpanAttributes.RECONCILE_RESULT, "success"));
  }

  @Test
  void howItEndsIsTold() throws Exception {
    var reconciles = reconciles();
    reconciles.reconciliationSubmitted(THING, null, CONTROLLER);
    reconciles.reconciliationStarted(THING, CONTROLLER);
    var later = UpdateControl.<ConfigMap>noUpdate().rescheduleAfter(Duration.ofSeconds(1));
    reconciles.timeControllerExecution(new Execution(later));
    reconciles.reconciliationFinished(THING, null, CONTROLLER);

    reconciles.reconciliationSubmitted(THING, null, CONTROLLER);
    reconciles.reconciliationStarted(THING, CONTROLLER);
    reconciles.reconciliationFailed(THING, null, new IllegalStateException("broken"), CONTROLLER);
    reconciles.reconciliationFinished(THING, null, CONTROLLER);

    assertThat(shown())
        .contains("reconcile_total{controller=\"things\",result=\"requeue_after\"} 1")
        .contains("reconcile_total{controller=\"things\",result=\"error\"} 1")
        .contains("controller_runtime_reconcile_errors_total{controller=\"things\"} 1");
    assertThat(traces.getSpans().getLast().getStatus())
        .isEqualTo(StatusData.create(StatusCode.ERROR, "broken"));
  }

  @Test
  void anObjectThatWasGoneBeforeItsTurnWaitsNoMore() {
    var reconciles = reconciles();
    reconciles.reconciliationSubmitted(THING, null, CONTROLLER);
    reconciles.reconciliationFinished(THING, null, CONTROLLER);
    assertThat(shown())
        .contains("workqueue_depth{name=\"things\",controller=\"things\"} 0")
        .doesNotContain("workqueue_queue_duration_seconds_count{");
    assertThat(traces.getSpans()).isEmpty();
  }

  @Test
  void howLongAnObjectWaitedIsTold() {
    var reconciles = reconciles();
    reconciles.reconciliationSubmitted(THING, null, CONTROLLER);
    var since = System.nanoTime();
    await().pollInterval(Duration.ofMillis(1)).until(() -> System.nanoTime() - since > 20_000_000);
    reconciles.reconciliationStarted(THING, CONTROLLER);
    reconciles.reconciliationFinished(THING, null, CONTROLLER);

    var sum =
        shown()
            .lines()
            .filter(line -> line.startsWith("workqueue_queue_duration_seconds_sum{"))
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .mapToDouble(Double::parseDouble)
            .sum();
    assertThat(sum).isBetween(0.02, 60.0);
  }

  private String shown() {
    return PrometheusText.of(metrics.families());
  }

  private record Execution(UpdateControl<ConfigMap> result)
      implements ControllerExecution<UpdateControl<ConfigMap>> {

    @Override
    public String name() {
      return "reconcile";
    }

    @Override
    public String controllerName() {
      return "things";
    }

    @Override
    public String successTypeName(UpdateControl<ConfigMap> control) {
      return "resource";
    }

    @Override
    public ResourceID resourceID() {
      return ResourceID.fromResource(THING);
    }

    @Override
    public Map<String, Object> metadata() {
      return CONTROLLER;
    }

    @Override
    public UpdateControl<ConfigMap> execute() {
      return result;
    }
  }
}
