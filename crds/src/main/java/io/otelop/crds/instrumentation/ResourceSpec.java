// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What telemetry says about its source.
 *
 * @param resourceAttributes attributes that give way to all others
 * @param addK8sUIDAttributes whether the uids of pod and owners are added
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResourceSpec(
    @Nullable Map<String, String> resourceAttributes, @Nullable Boolean addK8sUIDAttributes) {}
