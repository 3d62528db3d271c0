// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How nginx is instrumented.
 *
 * @param image of the agent; the operator's default where it is empty
 * @param volumeClaimTemplate accepted and without effect
 * @param volumeLimitSize accepted and without effect
 * @param env variables for instrumented containers of this language
 * @param attrs directives of the module's config; name and value count
 * @param configFile the server's config file
 * @param resourceRequirements of the injected container
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NginxSpec(
    @Nullable String image,
    @Nullable PersistentVolumeClaimTemplate volumeClaimTemplate,
    @Nullable Quantity volumeLimitSize,
    @Nullable List<EnvVar> env,
    @Nullable List<EnvVar> attrs,
    @Nullable String configFile,
    @Nullable ResourceRequirements resourceRequirements) {}
