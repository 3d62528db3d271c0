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
 * How the Apache HTTP server is instrumented.
 *
 * @param image of the agent; the operator's default where it is empty
 * @param volumeClaimTemplate makes the agent's volume a claim of the pod's own
 * @param volumeLimitSize limit of the agent's volume where it is an empty directory; deprecated
 * @param env variables for instrumented containers of this language
 * @param attrs directives of the module's config; name and value count
 * @param version of the server, {@code 2.4} or {@code 2.2}
 * @param configPath directory of the server's config
 * @param resourceRequirements of the injected container
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApacheHttpdSpec(
    @Nullable String image,
    @Nullable PersistentVolumeClaimTemplate volumeClaimTemplate,
    @Nullable Quantity volumeLimitSize,
    @Nullable List<EnvVar> env,
    @Nullable List<EnvVar> attrs,
    @Nullable String version,
    @Nullable String configPath,
    @Nullable ResourceRequirements resourceRequirements) {}
