// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.otelop.collector.sidecar.Sidecar;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.reason.Finding;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The collectors that pods can have as a sidecar, as far as they are in memory or can be read. */
public interface Sidecars {

  /** A collector that a pod may mean. */
  sealed interface Candidate {

    /** Namespace and name, as annotations write them. */
    String fullName();

    /** What a pod gets of a collector; pure. */
    static Candidate of(OpenTelemetryCollector resource, CollectorFacts facts) {
      var metadata = resource.getMetadata();
      var fullName = metadata.getNamespace() + "/" + metadata.getName();
      return switch (EffectiveCollector.of(resource, facts)) {
        case EffectiveCollector.Resolved(var collector, _) when collector.hasWorkload() ->
            new OtherMode(fullName, collector.mode());
        case EffectiveCollector.Resolved(var collector, _) ->
            new Usable(
                Sidecar.of(collector, Objects.requireNonNullElse(metadata.getGeneration(), 0L)));
        case EffectiveCollector.Rejected(var findings) -> new Unusable(fullName, findings);
      };
    }
  }

  /** A sidecar. */
  record Usable(Sidecar sidecar) implements Candidate {

    @Override
    public String fullName() {
      return sidecar.fullName();
    }
  }

  /** A collector that cannot run. */
  record Unusable(String fullName, List<Finding> findings) implements Candidate {

    /** Copies the list. */
    public Unusable {
      findings = List.copyOf(findings);
    }
  }

  /** A collector that has pods of its own. */
  record OtherMode(String fullName, Mode mode) implements Candidate {}

  /** The collector of a name. */
  Optional<Candidate> find(String namespace, String name);

  /** All of a namespace that are not known to be of another mode, by name. */
  List<Candidate> in(String namespace);
}
