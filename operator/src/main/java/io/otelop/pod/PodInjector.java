// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import java.util.List;

/** A feature's door for pods. It reads the facts and changes nothing. */
public interface PodInjector {

  /** What it injects, as people call it, such as {@code instrumentation}. */
  String name();

  /**
   * What becomes of each container.
   *
   * @return empty for a pod that asks for nothing
   */
  List<Decision> decide(PodFacts facts);
}
