// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When workloads may be restarted.
 *
 * @param start time of day at which it opens
 * @param end time of day at which it closes
 * @param days on which it opens
 * @param timeZone of the times
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestartWindowSpec(
    String start, String end, @Nullable List<String> days, @Nullable String timeZone) {}
