// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A workload with pods that could not be instrumented.
 *
 * @param workload namespace, kind and name
 * @param language the language
 * @param reason the code of the reason
 * @param message the reason, and what would help
 * @param pods how many of its pods
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkloadFailure(
    String workload,
    String language,
    String reason,
    @Nullable String message,
    @Nullable Integer pods) {}
