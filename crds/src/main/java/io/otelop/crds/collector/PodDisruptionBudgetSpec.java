// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** PDB. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodDisruptionBudgetSpec(
    io.fabric8.kubernetes.api.model.@Nullable IntOrString minAvailable,
    io.fabric8.kubernetes.api.model.@Nullable IntOrString maxUnavailable) {}
