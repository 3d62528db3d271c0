// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.collector.CollectorFacts;
import io.otelop.collector.Sidecars;
import io.otelop.crds.collector.OpenTelemetryCollector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The collectors of a cluster as they will be: those of files come before its own. */
final class PlannedSidecars implements Sidecars {

  private final Sidecars cluster;
  private final CollectorFacts facts;
  private final Map<String, Map<String, Candidate>> files = new HashMap<>();

  PlannedSidecars(Sidecars cluster, CollectorFacts facts) {
    this.cluster = cluster;
    this.facts = facts;
  }

  void put(OpenTelemetryCollector resource) {
    var metadata = resource.getMetadata();
    files
        .computeIfAbsent(metadata.getNamespace(), _ -> new TreeMap<>())
        .put(metadata.getName(), Candidate.of(resource, facts));
  }

  @Override
  public Optional<Candidate> find(String namespace, String name) {
    return Optional.ofNullable(files.getOrDefault(namespace, Map.of()).get(name))
        .or(() -> cluster.find(namespace, name));
  }

  @Override
  public List<Candidate> in(String namespace) {
    var all = new TreeMap<String, Candidate>();
    cluster.in(namespace).forEach(it -> all.put(it.fullName(), it));
    files.getOrDefault(namespace, Map.of()).values().forEach(it -> all.put(it.fullName(), it));
    return List.copyOf(all.values());
  }
}
