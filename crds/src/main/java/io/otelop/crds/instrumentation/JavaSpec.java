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
 * How Java is instrumented.
 *
 * @param image of the agent; the operator's default where it is empty
 * @param volumeClaimTemplate makes the agent's volume a claim of the pod's own
 * @param volumeLimitSize limit of the agent's volume where it is an empty directory; deprecated
 * @param env variables for instrumented containers of this language
 * @param resources of the injected container; this language alone has the name
 * @param optionsVariable loads the agent: {@code JAVA_TOOL_OPTIONS} or {@code JDK_JAVA_OPTIONS}
 * @param extensions of the agent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JavaSpec(
    @Nullable String image,
    @Nullable PersistentVolumeClaimTemplate volumeClaimTemplate,
    @Nullable Quantity volumeLimitSize,
    @Nullable List<EnvVar> env,
    @Nullable ResourceRequirements resources,
    @Nullable String optionsVariable,
    @Nullable List<ExtensionSpec> extensions) {}
