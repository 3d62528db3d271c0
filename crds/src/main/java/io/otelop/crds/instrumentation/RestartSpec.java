// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Whether workloads are restarted whose pods have something older, or were missed.
 *
 * @param policy {@code Never} or {@code OnChange}
 * @param maxConcurrentWorkloads how many roll at a time
 * @param timeoutSeconds how long one may take
 * @param window when they may be restarted
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestartSpec(
    @Nullable String policy,
    @Nullable Integer maxConcurrentWorkloads,
    @Nullable Integer timeoutSeconds,
    @Nullable RestartWindowSpec window) {}
