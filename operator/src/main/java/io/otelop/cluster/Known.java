// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was told of objects, by namespace and name. Whoever watches the cluster tells what came and
 * went; any thread may ask, and none waits.
 *
 * @param <T> what is known of an object
 */
public final class Known<T> {

  /** An inner map is never changed. */
  private final Map<String, SortedMap<String, T>> known = new ConcurrentHashMap<>();

  /** Knows nothing. */
  public Known() {}

  /** An object came, or changed; those of the cluster have no namespace, which is an empty one. */
  public void put(String namespace, String name, T value) {
    known.merge(
        namespace,
        new TreeMap<>(Map.of(name, value)),
        (before, one) -> {
          var after = new TreeMap<>(before);
          after.putAll(one);
          return after;
        });
  }

  /** An object went. */
  public void remove(String namespace, String name) {
    known.computeIfPresent(
        namespace,
        (_, before) -> {
          var after = new TreeMap<>(before);
          after.remove(name);
          return after.isEmpty() ? null : after;
        });
  }

  /** What is known of one. */
  public Optional<T> find(String namespace, String name) {
    return Optional.ofNullable(ofNamespace(namespace).get(name));
  }

  /** What is known of all of a namespace, by name. */
  public List<T> in(String namespace) {
    return List.copyOf(ofNamespace(namespace).values());
  }

  private Map<String, T> ofNamespace(String namespace) {
    return Objects.requireNonNullElseGet(known.get(namespace), Map::of);
  }
}
