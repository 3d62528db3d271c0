// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.restart;

import io.otelop.reason.Finding;
import java.util.Optional;

/**
 * A workload as it was read.
 *
 * @param exists whether it is there
 * @param isComplete whether all its pods are of its newest revision and available
 * @param restartedFor what its template says that it was restarted for; empty where nothing
 * @param hindrance why it must not be restarted now, apart from being incomplete
 * @param failure why its rollout will not end, where its controller says so
 */
public record WorkloadState(
    boolean exists,
    boolean isComplete,
    String restartedFor,
    Optional<Finding> hindrance,
    Optional<Finding> failure) {

  /** There is none. */
  public static final WorkloadState GONE =
      new WorkloadState(false, false, "", Optional.empty(), Optional.empty());
}
