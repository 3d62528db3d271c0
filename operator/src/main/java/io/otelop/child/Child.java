// SPDX-License-Identifier: Apache-2.0
package io.otelop.child;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One family of owned objects. What is watched, what is pruned and what the operator must be
 * permitted to do derive from the lists of these.
 *
 * @param kind the objects' kind
 * @param need what the operator must be permitted beyond the usual
 * @param desired the objects of that kind that should exist; pure
 * @param <V> what they are computed from
 * @param <T> the objects' type
 */
public record Child<V, T extends HasMetadata>(
    Class<T> kind, Need need, Function<V, Stream<T>> desired) {

  /** What the operator must be permitted beyond the usual. */
  public enum Need {
    NOTHING,
    /** To grant permissions to others. */
    RBAC
  }

  /** The kinds among some families that need the given. */
  public static <V> List<Class<? extends HasMetadata>> kinds(
      List<Child<V, ? extends HasMetadata>> children, Need need) {
    return children.stream()
        .filter(child -> child.need() == need)
        .<Class<? extends HasMetadata>>map(Child::kind)
        .collect(Collectors.toUnmodifiableList());
  }

  /** A family of namespaced objects. */
  public static <V, T extends HasMetadata> Child<V, T> of(
      Class<T> kind, Function<V, Stream<T>> desired) {
    return new Child<>(kind, Need.NOTHING, desired);
  }

  /** A family of roles or their bindings; they may be of the cluster or of any namespace. */
  public static <V, T extends HasMetadata> Child<V, T> ofRbac(
      Class<T> kind, Function<V, Stream<T>> desired) {
    return new Child<>(kind, Need.RBAC, desired);
  }
}
