// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.otelop.cluster.Failures;
import io.otelop.crds.instrumentation.ClusterInstrumentation;
import java.util.List;

/** Looks after ClusterInstrumentations: see {@link InstrumentationLife}. */
@GradualRetry(maxAttempts = Failures.TRIED_FOR_EVER, maxInterval = Failures.RAREST_MILLIS)
@ControllerConfiguration(
    name = "clusterinstrumentation",
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = InstrumentationChanges.class))
public final class ClusterInstrumentationReconciler implements Reconciler<ClusterInstrumentation> {

  private final InstrumentationLife life;

  /** A reconciler; it holds no state of its own. */
  public ClusterInstrumentationReconciler(InstrumentationLife life) {
    this.life = life;
  }

  @Override
  public List<EventSource<?, ClusterInstrumentation>> prepareEventSources(
      EventSourceContext<ClusterInstrumentation> context) {
    return List.of(new SurveyEvents<>(life.survey(), context));
  }

  @Override
  public UpdateControl<ClusterInstrumentation> reconcile(
      ClusterInstrumentation resource, Context<ClusterInstrumentation> context) {
    var control = UpdateControl.<ClusterInstrumentation>noUpdate();
    life.step(resource, ClusterInstrumentation::new).ifPresent(control::rescheduleAfter);
    return control;
  }
}
