// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the operator says about an Instrumentation.
 *
 * @param upgradeBlockedVersions languages whose image is not upgraded by itself, with the reason
 * @param conditions how it stands
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InstrumentationStatus(
    @Nullable Map<String, String> upgradeBlockedVersions, @Nullable List<Condition> conditions) {}
