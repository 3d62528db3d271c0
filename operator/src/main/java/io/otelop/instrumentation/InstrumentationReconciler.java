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
import io.otelop.crds.instrumentation.Instrumentation;
import java.util.List;

/** Looks after Instrumentations: see {@link InstrumentationLife}. */
@GradualRetry(maxAttempts = Failures.TRIED_FOR_EVER, maxInterval = Failures.RAREST_MILLIS)
@ControllerConfiguration(
    name = "instrumentation",
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = InstrumentationChanges.class))
public final class InstrumentationReconciler implements Reconciler<Instrumentation> {

  private final InstrumentationLife life;

  /** A reconciler; it holds no state of its own. */
  public InstrumentationReconciler(InstrumentationLife life) {
    this.life = life;
  }

  @Override
  public List<EventSource<?, Instrumentation>> prepareEventSources(
      EventSourceContext<Instrumentation> context) {
    return List.of(new SurveyEvents<>(life.survey(), context));
  }

  @Override
  public UpdateControl<Instrumentation> reconcile(
      Instrumentation resource, Context<Instrumentation> context) {
    var control = UpdateControl.<Instrumentation>noUpdate();
    life.step(resource, Instrumentation::new).ifPresent(control::rescheduleAfter);
    return control;
  }
}
