// SPDX-License-Identifier: Apache-2.0
package io.otelop.clusterobservability;

import io.otelop.crds.clusterobservability.ClusterObservability;
import io.otelop.reason.Finding;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Of all that there are, the oldest one counts, and among those of one second the one whose full
 * name comes first. One that is being deleted does not count. Rule: targetallocator-opamp-ops.md C.
 */
final class Precedence {

  private static final Comparator<ClusterObservability> ORDER =
      Comparator.comparing(
              (ClusterObservability it) -> it.getMetadata().getCreationTimestamp(),
              Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(Precedence::fullName);

  private Precedence() {}

  /** The one that counts in place of this one; empty where this one does. */
  static Optional<ClusterObservability> over(
      ClusterObservability resource, Stream<ClusterObservability> all) {
    return all.filter(it -> !it.isMarkedForDeletion())
        .filter(it -> ORDER.compare(it, resource) < 0)
        .min(ORDER);
  }

  /** Why one does nothing. */
  static Finding conflict(ClusterObservability older) {
    return Finding.of(
        ObservabilityReason.ObservabilityConflict,
        "",
        "",
        "does nothing, since " + fullName(older) + " is older, and only one counts");
  }

  /** What is told at the one that counts. */
  static Finding conflictAtOlder(ClusterObservability younger) {
    return Finding.of(
        ObservabilityReason.ObservabilityConflict,
        "",
        "",
        "counts, and " + fullName(younger) + ", which is younger, does nothing");
  }

  private static String fullName(ClusterObservability resource) {
    return resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName();
  }
}
