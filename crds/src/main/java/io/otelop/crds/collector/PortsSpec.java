// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/**
 * A port of the collector's Services and of its container, in the form of a port of a Service. It
 * replaces the port of the same number that follows from the config.
 *
 * @param name in lower case, at most 15 characters; a Service of several ports needs it
 * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}; the schema says {@code TCP} where it is
 *     absent
 * @param port number from 1 to 65535
 * @param appProtocol what is spoken on it, such as {@code grpc}
 * @param targetPort number or name of the container's port; {@code port} where it is absent
 * @param nodePort port of the nodes, for a Service that has one
 * @param hostPort port of the pod's node from 0 to 65535, 0 meaning none; none where it is absent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PortsSpec(
    @Nullable String name,
    @Nullable String protocol,
    int port,
    @Nullable String appProtocol,
    @Nullable IntOrString targetPort,
    @Nullable Integer nodePort,
    @Nullable Integer hostPort) {}
