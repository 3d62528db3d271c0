// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/**
 * How many pods may be away at one time by somebody's will. At most one of the two is given.
 *
 * @param minAvailable pods that stay, as a number or in percent such as {@code 50%}
 * @param maxUnavailable pods that may be away, as a number or in percent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodDisruptionBudgetSpec(
    @Nullable IntOrString minAvailable, @Nullable IntOrString maxUnavailable) {}
