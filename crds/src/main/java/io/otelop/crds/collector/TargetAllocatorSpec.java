// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A target allocator that is deployed with the collector and shares out the targets of its
 * Prometheus receiver.
 *
 * @param enabled whether there is one; there is none where it is absent
 * @param replicas number of its pods; one where it is absent
 * @param nodeSelector labels of the nodes it may run on
 * @param resources of its container
 * @param allocationStrategy {@code consistent-hashing}, {@code least-weighted} or {@code per-
 *     node}; the schema says the first where it is absent
 * @param filterStrategy {@code relabel-config} drops targets that nobody would keep, empty drops
 *     none; the schema says the first where it is absent
 * @param serviceAccount an existing ServiceAccount; one is made where it is absent
 * @param image its image; the operator's default where it is absent
 * @param affinity of its pods
 * @param prometheusCR how targets come from the Prometheus operator's custom resources
 * @param securityContext of its container
 * @param podSecurityContext of its pods
 * @param topologySpreadConstraints of its pods
 * @param tolerations of its pods
 * @param env variables of its container
 * @param observability how it is observed itself
 * @param podDisruptionBudget how many of its pods may be away
 * @param allowInsecureAuthSecrets whether collectors get secrets of scrapes without TLS; they do
 *     not where it is absent
 * @param collectorNotReadyGracePeriod time that a collector which is not ready keeps its targets,
 *     in Go's form such as {@code 1m30s}; the schema says {@code 30s} where it is absent
 * @param collectorTargetReloadInterval time between two questions of a collector for its targets,
 *     in Go's form; the schema says {@code 30s} where it is absent
 * @param mtls whether both sides prove who they are
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TargetAllocatorSpec(
    @Nullable Boolean enabled,
    @Nullable Integer replicas,
    @Nullable Map<String, String> nodeSelector,
    @Nullable ResourceRequirements resources,
    @Nullable String allocationStrategy,
    @Nullable String filterStrategy,
    @Nullable String serviceAccount,
    @Nullable String image,
    @Nullable Affinity affinity,
    @Nullable PrometheusCustomResourcesSpec prometheusCR,
    @Nullable SecurityContext securityContext,
    @Nullable PodSecurityContext podSecurityContext,
    @Nullable List<TopologySpreadConstraint> topologySpreadConstraints,
    @Nullable List<Toleration> tolerations,
    @Nullable List<EnvVar> env,
    @Nullable ObservabilitySpec observability,
    @Nullable PodDisruptionBudgetSpec podDisruptionBudget,
    @Nullable Boolean allowInsecureAuthSecrets,
    @Nullable String collectorNotReadyGracePeriod,
    @Nullable String collectorTargetReloadInterval,
    @Nullable MutualTlsSpec mtls) {}
