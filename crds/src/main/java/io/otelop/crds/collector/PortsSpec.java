// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Port. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PortsSpec(
    @Nullable String name,
    @Nullable String protocol,
    int port,
    @Nullable String appProtocol,
    io.fabric8.kubernetes.api.model.@Nullable IntOrString targetPort,
    @Nullable Integer nodePort,
    @Nullable Integer hostPort) {}
