// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Status. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OpenTelemetryCollectorStatus(
    @Nullable ScaleSubresourceStatus scale,
    @Nullable String version,
    @Nullable String image,
    @Nullable Long observedGeneration,
    @Nullable List<io.fabric8.kubernetes.api.model.Condition> conditions,
    @Nullable String configRevision) {}
