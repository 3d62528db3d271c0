// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import java.util.List;
import java.util.Optional;

/**
 * The Instrumentations of the cluster, as far as they are in memory; an answer waits for nothing.
 */
public interface Instrumentations {

  /** One of a name. */
  Optional<EffectiveInstrumentation.Result> find(String namespace, String name);

  /** All of a namespace, by name. */
  List<EffectiveInstrumentation.Result> in(String namespace);

  /**
   * Those of a namespace that select pods, from memory; an empty name stands for those of the
   * cluster.
   */
  default List<EffectiveInstrumentation> selectingIn(String namespace) {
    return List.of();
  }

  /** Those of the cluster, from memory. */
  default List<EffectiveInstrumentation.Result> ofCluster() {
    return List.of();
  }
}
