// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.EffectiveInstrumentation.Result;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Instrumentations that were told, each made effective once. Whoever watches the cluster tells what
 * came and went; any thread may ask.
 */
public final class KnownInstrumentations implements Instrumentations {

  private final InstrumentationFacts facts;

  /** By namespace and name; an inner map is never changed. */
  private final Map<String, SortedMap<String, Result>> known = new ConcurrentHashMap<>();

  /** Knows none. */
  public KnownInstrumentations(InstrumentationFacts facts) {
    this.facts = facts;
  }

  /** One came, or changed. */
  public void put(Instrumentation resource) {
    var meta = resource.getMetadata();
    var result = EffectiveInstrumentation.of(resource, facts);
    known.merge(
        Objects.requireNonNullElse(meta.getNamespace(), ""),
        new TreeMap<>(Map.of(meta.getName(), result)),
        (before, one) -> {
          var after = new TreeMap<>(before);
          after.putAll(one);
          return after;
        });
  }

  /** One went. */
  public void remove(String namespace, String name) {
    known.computeIfPresent(
        namespace,
        (_, before) -> {
          var after = new TreeMap<>(before);
          after.remove(name);
          return after.isEmpty() ? null : after;
        });
  }

  @Override
  public Optional<Result> find(String namespace, String name) {
    return Optional.ofNullable(ofNamespace(namespace).get(name));
  }

  @Override
  public List<Result> in(String namespace) {
    return List.copyOf(ofNamespace(namespace).values());
  }

  private Map<String, Result> ofNamespace(String namespace) {
    return Objects.requireNonNullElseGet(known.get(namespace), Map::of);
  }
}
