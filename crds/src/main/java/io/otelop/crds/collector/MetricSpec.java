// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.autoscaling.v2.PodsMetricSource;
import org.jspecify.annotations.Nullable;

/**
 * A metric to scale by.
 *
 * @param type {@code Pods}, the only one there is
 * @param pods the metric of the collector's pods and its target
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MetricSpec(String type, @Nullable PodsMetricSource pods) {}
