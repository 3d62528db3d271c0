// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How receivers are reached through a Gateway of the Gateway API.
 *
 * @param enabled whether routes are made
 * @param gateway name of the Gateway
 * @param gatewayNamespace namespace of the Gateway; the collector's own where it is absent
 * @param hostnames host names of the routes; those of the Gateway where it is absent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HttpRouteSpec(
    boolean enabled,
    String gateway,
    @Nullable String gatewayNamespace,
    @Nullable List<String> hostnames) {}
