// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Why a workload is not restarted, or did not come back.
 *
 * @param workload namespace, kind and name
 * @param reason the code of the reason
 * @param message the reason, and what would help
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkloadReason(String workload, String reason, @Nullable String message) {}
