// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;

/** Lets Instrumentations be reconciled whose pods stand otherwise than before. */
final class SurveyEvents<P extends HasMetadata> extends AbstractEventSource<Summary, P> {

  private final Survey survey;
  private final EventSourceContext<P> context;

  SurveyEvents(Survey survey, EventSourceContext<P> context) {
    super(Summary.class, "survey");
    this.survey = survey;
    this.context = context;
  }

  @Override
  public void start() {
    super.start();
    survey.onChange(
        isConcerned ->
            context
                .getPrimaryCache()
                .keys()
                .filter(id -> isConcerned.test(fullName(id)))
                .forEach(id -> getEventHandler().handleEvent(new Event(id))));
  }

  @Override
  public Set<Summary> getSecondaryResources(P primary) {
    return Set.of();
  }

  private static String fullName(ResourceID id) {
    return id.getNamespace().map(namespace -> namespace + "/").orElse("") + id.getName();
  }
}
