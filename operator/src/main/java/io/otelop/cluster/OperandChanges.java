// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/**
 * Which changes of a custom resource matter that the operator deploys something for: those of its
 * spec, of its owners, and of the metadata that its children inherit. A change of its status alone
 * does not.
 */
public final class OperandChanges implements OnUpdateFilter<HasMetadata> {

  @Override
  public boolean accept(HasMetadata after, HasMetadata before) {
    var now = after.getMetadata();
    var then = before.getMetadata();
    return !Objects.equals(now.getGeneration(), then.getGeneration())
        || !Objects.equals(now.getLabels(), then.getLabels())
        || !Objects.equals(now.getAnnotations(), then.getAnnotations())
        || !Objects.equals(now.getOwnerReferences(), then.getOwnerReferences())
        || isLeaving(now) != isLeaving(then)
        || !Objects.equals(now.getUid(), then.getUid());
  }

  private static boolean isLeaving(ObjectMeta metadata) {
    return metadata.getDeletionTimestamp() != null;
  }
}
