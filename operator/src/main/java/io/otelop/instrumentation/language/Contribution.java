// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import io.otelop.pod.PodEdit;
import io.otelop.reason.Finding;
import java.util.List;

/** What a language does to one container, or why it does nothing. */
public sealed interface Contribution {

  /**
   * What it does beside the variables that all languages have in common.
   *
   * @param container that gets the variables; as a rule the one that was asked for
   * @param parts volumes, containers and mounts
   * @param before variables in front of those that the Instrumentation has for all containers
   * @param after variables behind them
   * @param remarks what a person should know all the same
   */
  record Made(
      String container,
      List<PodEdit> parts,
      List<PodEdit> before,
      List<PodEdit> after,
      List<Finding> remarks)
      implements Contribution {

    /** Copies the lists. */
    public Made {
      parts = List.copyOf(parts);
      before = List.copyOf(before);
      after = List.copyOf(after);
      remarks = List.copyOf(remarks);
    }
  }

  /** The container stays as it is. */
  record Refused(Finding finding) implements Contribution {}
}
