// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.pod.Workload;
import io.otelop.reason.Finding;
import java.util.List;
import java.util.stream.Stream;

/**
 * A pod that is made up of a template has owners that nobody has made: that their uids are not
 * known says nothing about the pods of a cluster.
 */
final class StandIns {

  private StandIns() {}

  /** The remarks that would be made about a real pod, too. */
  static Stream<Finding> without(Workload workload, List<Finding> remarks) {
    return remarks.stream()
        .filter(
            remark -> workload.isPod() || remark.reason() != InstrumentationReason.OwnerUnknown);
  }
}
