// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the collector's own metrics are collected.
 *
 * @param enableMetrics whether ServiceMonitors and PodMonitors are made; they are not where it is
 *     absent
 * @param extraLabels more labels of the ServiceMonitors, which win over the operator's
 * @param disablePrometheusAnnotations whether the pods lack the annotations {@code
 *     prometheus.io/...}; they have them where it is absent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MetricsConfigSpec(
    @Nullable Boolean enableMetrics,
    @Nullable Map<String, String> extraLabels,
    @Nullable Boolean disablePrometheusAnnotations) {}
