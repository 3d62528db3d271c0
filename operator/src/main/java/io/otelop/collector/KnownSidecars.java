// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.otelop.crds.collector.OpenTelemetryCollector;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Collectors of mode sidecar that were told, each made effective once. Whoever watches the cluster
 * tells what came and went; any thread may ask.
 */
public final class KnownSidecars implements Sidecars {

  private final Supplier<CollectorFacts> facts;

  /** By namespace and name; an inner map is never changed. */
  private final Map<String, SortedMap<String, Candidate>> known = new ConcurrentHashMap<>();

  /** Knows none. */
  public KnownSidecars(Supplier<CollectorFacts> facts) {
    this.facts = facts;
  }

  /** One came, or changed; one that has pods of its own is forgotten. */
  public void put(OpenTelemetryCollector resource) {
    var metadata = resource.getMetadata();
    var spec = resource.getSpec();
    if (spec == null || !Mode.SIDECAR.key().equals(spec.mode())) {
      remove(metadata.getNamespace(), metadata.getName());
      return;
    }
    var candidate = Candidate.of(resource, facts.get());
    known.merge(
        metadata.getNamespace(),
        new TreeMap<>(Map.of(metadata.getName(), candidate)),
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
  public Optional<Candidate> find(String namespace, String name) {
    return Optional.ofNullable(ofNamespace(namespace).get(name));
  }

  @Override
  public List<Candidate> in(String namespace) {
    return List.copyOf(ofNamespace(namespace).values());
  }

  private Map<String, Candidate> ofNamespace(String namespace) {
    return Objects.requireNonNullElseGet(known.get(namespace), Map::of);
  }
}
