// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.fabric8.kubernetes.client.CustomResource;
import io.otelop.crds.instrumentation.InstrumentationSpec;
import io.otelop.instrumentation.EffectiveInstrumentation.Resolved;
import io.otelop.instrumentation.EffectiveInstrumentation.Result;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

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
  public void put(CustomResource<InstrumentationSpec, ?> resource) {
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

  @Override
  public List<EffectiveInstrumentation> selectingIn(String namespace) {
    return ofNamespace(namespace).values().stream()
        .<EffectiveInstrumentation>mapMulti(
            (result, sink) -> {
              if (result instanceof Resolved(var instrumentation, _)
                  && instrumentation.selector().isUsed()) {
                sink.accept(instrumentation);
              }
            })
        .toList();
  }

  @Override
  public List<Result> ofCluster() {
    return in("");
  }

  /** Whether selectors may give anything to pods of a namespace with these labels. */
  public boolean selectIn(String namespace, Map<String, String> labels) {
    return Stream.concat(selectingIn(namespace).stream(), selectingIn("").stream())
        .anyMatch(it -> it.selector().reaches(labels));
  }

  private Map<String, Result> ofNamespace(String namespace) {
    return Objects.requireNonNullElseGet(known.get(namespace), Map::of);
  }
}
