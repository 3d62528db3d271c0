// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Where values come from that nobody gives.
 *
 * @param useLabelsForResourceAttributes whether the recommended labels of Kubernetes name the
 *     service
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DefaultsSpec(@Nullable Boolean useLabelsForResourceAttributes) {}
