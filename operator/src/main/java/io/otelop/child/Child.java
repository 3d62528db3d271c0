// SPDX-License-Identifier: Apache-2.0
package io.otelop.child;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One family of owned objects. What is watched, what is pruned and what the operator must be
 * permitted to do derive from the lists of these.
 *
 * @param kind the objects' kind
 * @param desired the objects of that kind that should exist; pure
 * @param <V> what they are computed from
 * @param <T> the objects' type
 */
public record Child<V, T extends HasMetadata>(Class<T> kind, Function<V, Stream<T>> desired) {

  /** A family of namespaced objects. */
  public static <V, T extends HasMetadata> Child<V, T> of(
      Class<T> kind, Function<V, Stream<T>> desired) {
    return new Child<>(kind, desired);
  }
}
