// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import io.otelop.crds.UserAnnotations;
import io.otelop.pod.NamespaceLookup.Metadata;

/**
 * Whether something may be done to pods of a namespace that have no annotation themselves. Answers
 * from memory; in doubt it says yes, which costs a call, while a wrong no costs an injection.
 */
@FunctionalInterface
public interface PodInterest {

  /** Whether such pods of this namespace have to be looked at. */
  boolean isIn(String namespace, Metadata metadata);

  /** What namespaces ask for by their own annotations (instrumentation.md 2.2). */
  static PodInterest byAnnotation() {
    return (_, metadata) ->
        metadata.annotations().keySet().stream()
            .anyMatch(
                key ->
                    key.startsWith(UserAnnotations.INJECT_PREFIX)
                        || key.equals(UserAnnotations.INJECT_SIDECAR));
  }

  /** Interested where either is. */
  default PodInterest or(PodInterest other) {
    return (namespace, metadata) -> isIn(namespace, metadata) || other.isIn(namespace, metadata);
  }
}
