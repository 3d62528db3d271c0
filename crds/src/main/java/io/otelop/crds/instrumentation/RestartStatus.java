// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the restart of workloads stands.
 *
 * @param phase {@code Idle}, {@code Waiting}, {@code Rolling}, {@code Stopped} or {@code
 *     NotPermitted}
 * @param message why
 * @param target full name and generation that workloads are restarted for
 * @param restarted how many were restarted for it
 * @param pending how many are still to be
 * @param rolling those that are being restarted
 * @param failed those that did not come back
 * @param waiting some of those that cannot be restarted now
 * @param untouched those that nobody can restart
 * @param continued value of the annotation that last made it go on
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestartStatus(
    @Nullable String phase,
    @Nullable String message,
    @Nullable String target,
    @Nullable Integer restarted,
    @Nullable Integer pending,
    @Nullable List<RollingWorkload> rolling,
    @Nullable List<WorkloadReason> failed,
    @Nullable List<WorkloadReason> waiting,
    @Nullable WorkloadList untouched,
    @Nullable String continued) {}
