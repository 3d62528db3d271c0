// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.admission;

import io.otelop.reason.Finding;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Every check of a collector's spec. All of them run, whatever the others find. Rules: collector.md
 * 4.4; the Go operator stops early where there is an autoscaler, so that some were never made.
 */
public final class CollectorChecks {

  /** The order is that of the findings, nothing depends on it. */
  private static final List<Function<Candidate, Stream<Finding>>> ALL =
      List.of(
          ModeChecks::of,
          PortChecks::of,
          SidecarChecks::of,
          ScalingChecks::of,
          ExposureChecks::of,
          TargetAllocatorChecks::of,
          ComponentChecks::of);

  private CollectorChecks() {}

  /** What is wrong or odd; errors and warnings together. */
  public static List<Finding> of(Candidate candidate) {
    return ALL.stream().flatMap(check -> check.apply(candidate)).toList();
  }
}
