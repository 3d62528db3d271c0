// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Running pods that mean an Instrumentation, in one language.
 *
 * @param language the language
 * @param instrumented have what they would get today
 * @param outdated have something older
 * @param missed have nothing, and would get it today
 * @param failed have nothing, and would get nothing today
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodCounts(
    String language,
    @Nullable Integer instrumented,
    @Nullable Integer outdated,
    @Nullable Integer missed,
    @Nullable Integer failed) {}
