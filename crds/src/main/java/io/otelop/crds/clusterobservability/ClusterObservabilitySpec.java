// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.clusterobservability;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What a user wants of the telemetry of a cluster, as it was written.
 *
 * @param exporter where it is sent; the schema requires it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClusterObservabilitySpec(OtlpHttpExporterSpec exporter) {}
