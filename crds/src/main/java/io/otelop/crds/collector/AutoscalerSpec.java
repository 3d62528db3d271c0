// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a HorizontalPodAutoscaler changes the number of pods.
 *
 * @param minReplicas least number of pods; {@code spec.replicas} where it is absent
 * @param maxReplicas greatest number of pods; nothing is scaled where it is absent
 * @param targetCPUUtilization wanted average use of the requested CPU in percent
 * @param targetMemoryUtilization wanted average use of the requested memory in percent
 * @param behavior how fast it scales; as Kubernetes does it where it is absent
 * @param metrics more metrics to scale by
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AutoscalerSpec(
    @Nullable Integer minReplicas,
    @Nullable Integer maxReplicas,
    @Nullable Integer targetCPUUtilization,
    @Nullable Integer targetMemoryUtilization,
    @Nullable HorizontalPodAutoscalerBehavior behavior,
    @Nullable List<MetricSpec> metrics) {}
