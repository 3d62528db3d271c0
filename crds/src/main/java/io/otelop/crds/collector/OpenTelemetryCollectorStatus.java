// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a collector stands. Every field is absent until the operator has seen the collector.
 *
 * @param scale its pods
 * @param version version of the collector
 * @param image image of the collector's container; absent in the mode sidecar
 * @param observedGeneration generation of the resource that this status speaks of
 * @param conditions at most one of each type; {@code Ready} among them
 * @param configRevision name of the ConfigMap that the pods are meant to read
 * @param rejectedRevision the revision that the collector's own check refused; absent unless the
 *     spec wants that one
 * @param upgradedFrom the collector version that the spec was written for; absent where that is
 *     {@code version}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OpenTelemetryCollectorStatus(
    @Nullable ScaleSubresourceStatus scale,
    @Nullable String version,
    @Nullable String image,
    @Nullable Long observedGeneration,
    @Nullable List<Condition> conditions,
    @Nullable String configRevision,
    @Nullable String rejectedRevision,
    @Nullable String upgradedFrom) {}
