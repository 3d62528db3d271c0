// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import java.util.Map;
import java.util.Optional;

/** What namespaces say about their pods, as far as it is in memory; an answer waits for nothing. */
@FunctionalInterface
public interface NamespaceLookup {

  /**
   * What is asked of all pods of a namespace.
   *
   * @return empty for a namespace that is not known
   */
  Optional<Metadata> find(String namespace);

  /** What users write at a namespace, and what its quotas and limit ranges say. */
  record Metadata(
      Map<String, String> annotations, Map<String, String> labels, NamespaceLimits limits) {

    /** Nothing is written there. */
    public static final Metadata NONE = new Metadata(Map.of(), Map.of());

    /** Of a namespace that limits nothing. */
    public Metadata(Map<String, String> annotations, Map<String, String> labels) {
      this(annotations, labels, NamespaceLimits.NONE);
    }

    /** The same with limits. */
    public Metadata under(NamespaceLimits other) {
      return new Metadata(annotations, labels, other);
    }

    /** Copies the maps. */
    public Metadata {
      annotations = Map.copyOf(annotations);
      labels = Map.copyOf(labels);
    }
  }
}
