// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otelop.reason.Finding;
import java.util.List;
import java.util.stream.Stream;

/**
 * What becomes of a pod; it is admitted whatever this says.
 *
 * @param patch operations of RFC 6902; empty where nothing changes
 * @param pod the pod after the patch; shares what did not change with the one that came
 * @param decisions what was decided, in order; empty for a pod that asked for nothing
 * @param warnings short lines for whoever created the pod
 * @param faults what we did wrong, for the log
 */
public record PodAnswer(
    ArrayNode patch,
    JsonNode pod,
    List<Decision> decisions,
    List<String> warnings,
    List<Fault> faults) {

  /** Copies the lists. */
  public PodAnswer {
    decisions = List.copyOf(decisions);
    warnings = List.copyOf(warnings);
    faults = List.copyOf(faults);
  }

  /** A feature that failed, and how. */
  public record Fault(String injector, RuntimeException cause) {}

  /** The pod asked for nothing. */
  static PodAnswer unchanged(JsonNode pod) {
    return new PodAnswer(
        JsonNodeFactory.instance.arrayNode(), pod, List.of(), List.of(), List.of());
  }

  /** All that a person should know. */
  public Stream<Finding> findings() {
    return decisions.stream().flatMap(PodAnswer::findings);
  }

  /** What a person should know of one decision. */
  public static Stream<Finding> findings(Decision decision) {
    return switch (decision) {
      case Decision.Injected injected -> injected.remarks().stream();
      case Decision.Removed removed -> Stream.of(removed.finding());
      case Decision.Skipped skipped -> Stream.of(skipped.finding());
    };
  }
}
