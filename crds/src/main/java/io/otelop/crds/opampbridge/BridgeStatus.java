// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.opampbridge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an OpAMP bridge stands. Every field is absent until the operator has seen it.
 *
 * @param observedGeneration generation of the resource that this status speaks of
 * @param conditions at most one of each type; {@code Ready} among them
 * @param version version of the operator's own image; absent where the spec names an image
 * @param image image of its container
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BridgeStatus(
    @Nullable Long observedGeneration,
    @Nullable List<Condition> conditions,
    @Nullable String version,
    @Nullable String image) {}
