// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator;

import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.otelop.crds.targetallocator.TargetAllocator;
import java.util.Objects;

/**
 * Which changes of a target allocator matter: those of its spec and those of the metadata that its
 * children inherit. A change of its status alone does not.
 */
public final class AllocatorChanges implements OnUpdateFilter<TargetAllocator> {

  @Override
  public boolean accept(TargetAllocator after, TargetAllocator before) {
    var now = after.getMetadata();
    var then = before.getMetadata();
    return !Objects.equals(now.getGeneration(), then.getGeneration())
        || !Objects.equals(now.getLabels(), then.getLabels())
        || !Objects.equals(now.getAnnotations(), then.getAnnotations())
        || !Objects.equals(now.getOwnerReferences(), then.getOwnerReferences())
        || !Objects.equals(now.getDeletionTimestamp(), then.getDeletionTimestamp())
        || !Objects.equals(now.getUid(), then.getUid());
  }
}
