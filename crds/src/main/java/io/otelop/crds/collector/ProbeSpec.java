// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Probe. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProbeSpec(
    @Nullable Integer initialDelaySeconds,
    @Nullable Integer timeoutSeconds,
    @Nullable Integer periodSeconds,
    @Nullable Integer successThreshold,
    @Nullable Integer failureThreshold,
    @Nullable Long terminationGracePeriodSeconds) {}
