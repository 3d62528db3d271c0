// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * What making the cluster equal to the desired objects took.
 *
 * @param applied created or changed, as the API server has them now
 * @param deleted no longer wanted
 * @param foreign wanted, but there already and somebody else's, so left alone
 */
public record SyncReport(
    List<HasMetadata> applied, List<ObjectKey> deleted, List<ObjectKey> foreign) {

  public SyncReport {
    applied = List.copyOf(applied);
    deleted = List.copyOf(deleted);
    foreign = List.copyOf(foreign);
  }

  /** Nothing was done and nothing stood in the way. */
  public static SyncReport nothing() {
    return new SyncReport(List.of(), List.of(), List.of());
  }
}
