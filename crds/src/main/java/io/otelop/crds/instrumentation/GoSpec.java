// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How Go is instrumented: by a container beside the program.
 *
 * @param image of the agent; the operator's default where it is empty
 * @param volumeClaimTemplate accepted and without effect
 * @param volumeLimitSize accepted and without effect
 * @param env variables of the agent's container
 * @param resourceRequirements of the agent's container
 * @param securityContext of the agent's container; privileged where it is absent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GoSpec(
    @Nullable String image,
    @Nullable PersistentVolumeClaimTemplate volumeClaimTemplate,
    @Nullable Quantity volumeLimitSize,
    @Nullable List<EnvVar> env,
    @Nullable ResourceRequirements resourceRequirements,
    @Nullable SecurityContext securityContext) {}
