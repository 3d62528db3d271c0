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

  /** What users write at a namespace. */
  record Metadata(Map<String, String> annotations, Map<String, String> labels) {

    /** Nothing is written there. */
    public static final Metadata NONE = new Metadata(Map.of(), Map.of());

    /** Copies the maps. */
    public Metadata {
      annotations = Map.copyOf(annotations);
      labels = Map.copyOf(labels);
    }
  }
}
