// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Settings of OpenShift Routes.
 *
 * @param termination where TLS ends: {@code insecure}, {@code edge}, {@code passthrough} or {@code
 *     reencrypt}; {@code edge} where it is absent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteSpec(@Nullable String termination) {}
