// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Autoscaler. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AutoscalerSpec(
    @Nullable Integer minReplicas,
    @Nullable Integer maxReplicas,
    @Nullable Integer targetCPUUtilization,
    @Nullable Integer targetMemoryUtilization,
    io.fabric8.kubernetes.api.model.autoscaling.v2.@Nullable HorizontalPodAutoscalerBehavior
        behavior,
    @Nullable List<MetricSpec> metrics) {}
