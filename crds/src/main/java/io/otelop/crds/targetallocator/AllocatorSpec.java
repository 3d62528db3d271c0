// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.targetallocator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SessionAffinityConfig;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.otelop.crds.collector.MutualTlsSpec;
import io.otelop.crds.collector.NetworkPolicySpec;
import io.otelop.crds.collector.ObservabilitySpec;
import io.otelop.crds.collector.PodDisruptionBudgetSpec;
import io.otelop.crds.collector.PortsSpec;
import io.otelop.crds.collector.PrometheusCustomResourcesSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants of a target allocator, as it was written. What an absent field means is decided
 * by the operator; where the schema has a default, the API server has put it in, unless there is no
 * spec at all. Source: targetallocator-opamp-ops.md A1.1.
 *
 * @param managementState {@code managed} or {@code unmanaged}: whether the operator acts on it at
 *     all; the schema says {@code managed} where it is absent
 * @param replicas number of pods; the schema says 1 where it is absent
 * @param allocationStrategy {@code consistent-hashing}, {@code least-weighted} or {@code per-
 *     node}; the schema says the first where it is absent
 * @param filterStrategy {@code relabel-config} drops targets that nobody would keep, empty drops
 *     none; the schema says the first where it is absent
 * @param global the global section of a Prometheus configuration; the collector's where it is
 *     absent or empty
 * @param scrapeConfigs scrape configs of Prometheus, before the collector's
 * @param prometheusCR how targets come from the Prometheus operator's custom resources
 * @param collectorNotReadyGracePeriod time that a collector which is not ready keeps its targets,
 *     in Go's form such as {@code 1m30s}; the schema says {@code 30s} where it is absent
 * @param allowInsecureAuthSecrets whether collectors get secrets of scrapes without TLS; they do
 *     not where it is absent
 * @param mtls whether both sides prove who they are
 * @param image its image; the operator's default where it is absent or empty
 * @param imagePullPolicy {@code Always}, {@code IfNotPresent} or {@code Never}; as Kubernetes does
 *     it where it is absent
 * @param args flags without their dashes, and their values
 * @param env variables of its container
 * @param envFrom where more of its variables come from
 * @param resources of its container
 * @param securityContext of its container
 * @param podSecurityContext of its pods
 * @param podAnnotations of its pods
 * @param serviceAccount an existing ServiceAccount; one is made where it is absent or empty
 * @param volumeMounts more mounts of its container
 * @param volumes more volumes of its pods
 * @param ports more ports of its container, not of its Service
 * @param ipFamilies {@code IPv4}, {@code IPv6}, in order of preference; as the cluster does it
 *     where it is absent
 * @param ipFamilyPolicy {@code SingleStack}, {@code PreferDualStack} or {@code RequireDualStack};
 *     the schema says the first where it is absent
 * @param trafficDistribution which endpoints the Service prefers, such as {@code PreferClose}
 * @param sessionAffinity {@code None} or {@code ClientIP}
 * @param sessionAffinityConfig how long a client stays with a pod
 * @param nodeSelector labels of the nodes that the pods may run on
 * @param tolerations of its pods
 * @param affinity of its pods
 * @param topologySpreadConstraints of its pods
 * @param priorityClassName of its pods
 * @param lifecycle hooks of its container
 * @param terminationGracePeriodSeconds seconds that a pod has to stop; as Kubernetes does it where
 *     it is absent
 * @param hostNetwork whether the pods use the node's network; they do not where it is absent
 * @param hostPID whether the pods see the node's processes; they do not where it is absent
 * @param shareProcessNamespace whether the containers of a pod see each other's processes
 * @param hostUsers whether the pods use the node's users; they do where it is absent
 * @param hostAliases lines of the pods' hosts file
 * @param dnsPolicy of the pods; it follows from {@code hostNetwork} where it is absent
 * @param podDnsConfig more DNS settings of the pods
 * @param initContainers containers that run before it
 * @param additionalContainers containers beside it
 * @param livenessProbe in place of the usual one
 * @param readinessProbe in place of the usual one
 * @param podDisruptionBudget how many pods may be away; one where it is absent, but for {@code
 *     least-weighted}
 * @param networkPolicy who may reach the pods
 * @param observability how it is observed itself
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AllocatorSpec(
    @Nullable String managementState,
    @Nullable Integer replicas,
    @Nullable String allocationStrategy,
    @Nullable String filterStrategy,
    @Nullable JsonNode global,
    @Nullable List<JsonNode> scrapeConfigs,
    @Nullable PrometheusCustomResourcesSpec prometheusCR,
    @Nullable String collectorNotReadyGracePeriod,
    @Nullable Boolean allowInsecureAuthSecrets,
    @Nullable MutualTlsSpec mtls,
    @Nullable String image,
    @Nullable String imagePullPolicy,
    @Nullable Map<String, String> args,
    @Nullable List<EnvVar> env,
    @Nullable List<EnvFromSource> envFrom,
    @Nullable ResourceRequirements resources,
    @Nullable SecurityContext securityContext,
    @Nullable PodSecurityContext podSecurityContext,
    @Nullable Map<String, String> podAnnotations,
    @Nullable String serviceAccount,
    @Nullable List<VolumeMount> volumeMounts,
    @Nullable List<Volume> volumes,
    @Nullable List<PortsSpec> ports,
    @Nullable List<String> ipFamilies,
    @Nullable String ipFamilyPolicy,
    @Nullable String trafficDistribution,
    @Nullable String sessionAffinity,
    @Nullable SessionAffinityConfig sessionAffinityConfig,
    @Nullable Map<String, String> nodeSelector,
    @Nullable List<Toleration> tolerations,
    @Nullable Affinity affinity,
    @Nullable List<TopologySpreadConstraint> topologySpreadConstraints,
    @Nullable String priorityClassName,
    @Nullable Lifecycle lifecycle,
    @Nullable Long terminationGracePeriodSeconds,
    @Nullable Boolean hostNetwork,
    @Nullable Boolean hostPID,
    @Nullable Boolean shareProcessNamespace,
    @Nullable Boolean hostUsers,
    @Nullable List<HostAlias> hostAliases,
    @Nullable String dnsPolicy,
    @Nullable PodDNSConfig podDnsConfig,
    @Nullable List<Container> initContainers,
    @Nullable List<Container> additionalContainers,
    @Nullable Probe livenessProbe,
    @Nullable Probe readinessProbe,
    @Nullable PodDisruptionBudgetSpec podDisruptionBudget,
    @Nullable NetworkPolicySpec networkPolicy,
    @Nullable ObservabilitySpec observability) {}
