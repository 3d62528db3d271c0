// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a probe that the extension {@code health_check} makes possible. What is absent is
 * left to Kubernetes.
 *
 * @param initialDelaySeconds seconds before the first probe, from 0
 * @param timeoutSeconds seconds that a probe may take, from 1
 * @param periodSeconds seconds from one probe to the next, from 1
 * @param successThreshold successes in a row that count as success, from 1
 * @param failureThreshold failures in a row that count as failure, from 1
 * @param terminationGracePeriodSeconds seconds that the container has to stop after a failure, from
 *     1
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProbeSpec(
    @Nullable Integer initialDelaySeconds,
    @Nullable Integer timeoutSeconds,
    @Nullable Integer periodSeconds,
    @Nullable Integer successThreshold,
    @Nullable Integer failureThreshold,
    @Nullable Long terminationGracePeriodSeconds) {}
