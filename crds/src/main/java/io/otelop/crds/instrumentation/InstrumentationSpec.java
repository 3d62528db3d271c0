// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How pods are instrumented.
 *
 * @param exporter where telemetry goes
 * @param resource what telemetry says about its source
 * @param propagators formats of the trace context, in order
 * @param sampler which traces are kept
 * @param defaults where values come from that nobody gives
 * @param env variables for all instrumented containers
 * @param imagePullPolicy of injected containers
 * @param initContainerSecurityContext of injected init containers; that of the instrumented
 *     container where it is absent
 * @param delivery how an agent's files get into the pod
 * @param imagePullSecrets added to pods, so that the agents' images can be pulled
 * @param otherAgents what becomes of a container with an agent of another maker: {@code Warn} or
 *     {@code Skip}
 * @param java how Java is instrumented
 * @param nodejs how Node.js is instrumented
 * @param python how Python is instrumented
 * @param dotnet how .NET is instrumented
 * @param go how Go is instrumented
 * @param apacheHttpd how the Apache HTTP server is instrumented
 * @param nginx how nginx is instrumented
 * @param selector pods that get it without asking
 * @param restart whether running pods follow
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InstrumentationSpec(
    @Nullable ExporterSpec exporter,
    @Nullable ResourceSpec resource,
    @Nullable List<String> propagators,
    @Nullable SamplerSpec sampler,
    @Nullable DefaultsSpec defaults,
    @Nullable List<EnvVar> env,
    @Nullable String imagePullPolicy,
    @Nullable SecurityContext initContainerSecurityContext,
    @Nullable String delivery,
    @Nullable List<LocalObjectReference> imagePullSecrets,
    @Nullable String otherAgents,
    @Nullable JavaSpec java,
    @Nullable NodejsSpec nodejs,
    @Nullable PythonSpec python,
    @Nullable DotnetSpec dotnet,
    @Nullable GoSpec go,
    @Nullable ApacheHttpdSpec apacheHttpd,
    @Nullable NginxSpec nginx,
    @Nullable SelectorSpec selector,
    @Nullable RestartSpec restart) {}
