// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How receivers are reached from outside the cluster.
 *
 * @param type {@code ingress}, or {@code route} on OpenShift; nothing is made where it is absent
 * @param ruleType {@code path} or {@code subdomain}: what tells receivers apart; {@code path} where
 *     it is absent
 * @param hostname host name; every name where it is absent
 * @param annotations of what is made
 * @param grpcAnnotations more annotations for the ports that speak gRPC, which get an Ingress of
 *     their own where this is present
 * @param tls certificates of an Ingress
 * @param ingressClassName class of an Ingress; the cluster's default where it is absent
 * @param route settings of Routes
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IngressSpec(
    @Nullable String type,
    @Nullable String ruleType,
    @Nullable String hostname,
    @Nullable Map<String, String> annotations,
    @Nullable Map<String, String> grpcAnnotations,
    @Nullable List<IngressTLS> tls,
    @Nullable String ingressClassName,
    @Nullable RouteSpec route) {}
