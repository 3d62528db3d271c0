// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.otelop.crds.collector.OpenTelemetryCollector;
import java.util.Objects;

/**
 * Which changes of a collector matter: those of its spec and those of the metadata that its
 * children inherit. A change of its status alone does not.
 */
public final class CollectorChanges implements OnUpdateFilter<OpenTelemetryCollector> {

  @Override
  public boolean accept(OpenTelemetryCollector after, OpenTelemetryCollector before) {
    var now = after.getMetadata();
    var then = before.getMetadata();
    return !Objects.equals(now.getGeneration(), then.getGeneration())
        || !Objects.equals(now.getLabels(), then.getLabels())
        || !Objects.equals(now.getAnnotations(), then.getAnnotations())
        || isLeaving(now) != isLeaving(then)
        || !Objects.equals(now.getUid(), then.getUid());
  }

  private static boolean isLeaving(ObjectMeta metadata) {
    return metadata.getDeletionTimestamp() != null;
  }
}
