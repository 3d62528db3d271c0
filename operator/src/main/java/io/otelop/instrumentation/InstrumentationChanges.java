// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/** Which changes matter: those of the spec and of annotations, and never those of the status. */
public final class InstrumentationChanges implements OnUpdateFilter<HasMetadata> {

  @Override
  public boolean accept(HasMetadata after, HasMetadata before) {
    var now = after.getMetadata();
    var then = before.getMetadata();
    return !Objects.equals(now.getGeneration(), then.getGeneration())
        || !Objects.equals(now.getAnnotations(), then.getAnnotations())
        || !Objects.equals(now.getDeletionTimestamp(), then.getDeletionTimestamp())
        || !Objects.equals(now.getUid(), then.getUid());
  }
}
