// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.otelop.cluster.Known;
import io.otelop.crds.collector.OpenTelemetryCollector;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Collectors of mode sidecar that were told, each made effective once. Whoever watches the cluster
 * tells what came and went; any thread may ask.
 */
public final class KnownSidecars implements Sidecars {

  private final Supplier<CollectorFacts> facts;
  private final Known<Candidate> known = new Known<>();

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
    known.put(metadata.getNamespace(), metadata.getName(), Candidate.of(resource, facts.get()));
  }

  /** One went. */
  public void remove(String namespace, String name) {
    known.remove(namespace, name);
  }

  @Override
  public Optional<Candidate> find(String namespace, String name) {
    return known.find(namespace, name);
  }

  @Override
  public List<Candidate> in(String namespace) {
    return known.in(namespace);
  }
}
