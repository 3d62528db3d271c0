// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What {@code kubectl scale} and autoscalers see.
 *
 * @param selector the labels of the pods in the form {@code key=value,key=value}; empty in the mode
 *     sidecar
 * @param replicas number of pods that there are; 0 in the mode sidecar
 * @param statusReplicas pods that are ready and pods that are wanted, such as {@code 1/2}; absent
 *     in the mode sidecar
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScaleSubresourceStatus(
    @Nullable String selector, @Nullable Integer replicas, @Nullable String statusReplicas) {}
