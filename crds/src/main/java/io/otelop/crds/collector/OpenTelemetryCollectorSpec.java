// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SessionAffinityConfig;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DaemonSetUpdateStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetPersistentVolumeClaimRetentionPolicy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants of a collector, as it was written: nothing but the config is sure to be there.
 * What an absent field means is decided by the operator; where the schema has a default, the API
 * server has put it in. Source: collector.md 1.1.
 *
 * @param managementState {@code managed} or {@code unmanaged}: whether the operator acts on it at
 *     all; the schema says {@code managed} where it is absent
 * @param mode {@code deployment}, {@code statefulset}, {@code daemonset} or {@code sidecar}; {@code
 *     deployment} where it is absent
 * @param upgradeStrategy {@code automatic} or {@code none}: whether the operator may adapt the
 *     config to a new version; {@code automatic} where it is absent
 * @param config the collector's config as a tree: an object with {@code receivers}, {@code
 *     exporters} and {@code service} at least, as the schema demands; a null node in a file that
 *     lacks it
 * @param configFrom where a sidecar has its config from; a variable of the pod where it is absent
 * @param configVersions number of revisions of the config that are kept, from 1; the schema says 3
 *     where it is absent
 * @param replicas number of pods in the modes deployment and statefulset; the schema says 1 where
 *     it is absent
 * @param autoscaler how the number of pods follows the load; it does not where it is absent
 * @param image of the collector; the operator's default where it is absent or empty
 * @param imagePullPolicy {@code Always}, {@code IfNotPresent} or {@code Never}; as Kubernetes does
 *     it where it is absent
 * @param args flags of the collector without their dashes, and their values
 * @param command the program and its first arguments; the image's own where it is absent
 * @param env variables of the collector's container
 * @param envFrom where more of its variables come from
 * @param resources of the collector's container
 * @param securityContext of the collector's container, in a sidecar too
 * @param podSecurityContext of the pods, not in the mode sidecar
 * @param podAnnotations of the pods
 * @param serviceAccount an existing ServiceAccount; one is made where it is absent or empty
 * @param volumeMounts more mounts of the collector's container
 * @param volumes more volumes of the pods
 * @param volumeClaimTemplates what each pod claims in the mode statefulset
 * @param persistentVolumeClaimRetentionPolicy what becomes of those claims; they are kept where it
 *     is absent
 * @param serviceName the Service that names the pods in the mode statefulset; the headless one
 *     where it is absent or empty
 * @param podManagementPolicy {@code OrderedReady} or {@code Parallel}, in the mode statefulset;
 *     {@code Parallel} where it is absent
 * @param configmaps ConfigMaps that are mounted besides the config
 * @param ports ports besides those that follow from the config
 * @param ipFamilies {@code IPv4}, {@code IPv6}, in order of preference; as the cluster does it
 *     where it is absent
 * @param ipFamilyPolicy {@code SingleStack}, {@code PreferDualStack} or {@code RequireDualStack};
 *     the schema says the first where it is absent
 * @param trafficDistribution which endpoints the Services prefer, such as {@code PreferClose}
 * @param sessionAffinity {@code None} or {@code ClientIP}
 * @param sessionAffinityConfig how long a client stays with a pod
 * @param nodeSelector labels of the nodes that the pods may run on
 * @param tolerations of the pods, not in the mode sidecar
 * @param affinity of the pods, not in the mode sidecar
 * @param topologySpreadConstraints of the pods in the modes deployment and statefulset
 * @param priorityClassName of the pods, not in the mode sidecar
 * @param lifecycle hooks of the collector's container
 * @param terminationGracePeriodSeconds seconds that a pod has to stop; as Kubernetes does it where
 *     it is absent
 * @param hostNetwork whether the pods use the node's network; they do not where it is absent
 * @param hostPID whether the pods see the node's processes; they do not where it is absent
 * @param shareProcessNamespace whether the containers of a pod see each other's processes
 * @param hostUsers whether the pods use the node's users; they do where it is absent
 * @param hostAliases lines of the pods' hosts file
 * @param dnsPolicy of the pods; it follows from {@code hostNetwork} where it is absent
 * @param podDnsConfig more DNS settings of the pods
 * @param initContainers containers that run before the collector, for a sidecar too
 * @param additionalContainers containers beside the collector's, not in the mode sidecar
 * @param podDisruptionBudget how many pods may be away; one where it is absent
 * @param daemonSetUpdateStrategy how a change reaches the pods in the mode daemonset
 * @param deploymentUpdateStrategy how a change reaches the pods in the mode deployment
 * @param ingress how receivers are reached from outside; they are not where it is absent
 * @param httpRoute how receivers are reached through a Gateway; they are not where it is absent
 * @param networkPolicy who may reach the pods
 * @param livenessProbe settings of the liveness probe
 * @param readinessProbe settings of the readiness probe
 * @param startupProbe settings of the startup probe
 * @param observability how the collector itself is observed
 * @param rollout how a change reaches the pods; checked first where it is absent
 * @param targetAllocator what shares out Prometheus targets; there is none where it is absent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OpenTelemetryCollectorSpec(
    @Nullable String managementState,
    @Nullable String mode,
    @Nullable String upgradeStrategy,
    JsonNode config,
    @Nullable String configFrom,
    @Nullable Integer configVersions,
    @Nullable Integer replicas,
    @Nullable AutoscalerSpec autoscaler,
    @Nullable String image,
    @Nullable String imagePullPolicy,
    @Nullable Map<String, String> args,
    @Nullable List<String> command,
    @Nullable List<EnvVar> env,
    @Nullable List<EnvFromSource> envFrom,
    @Nullable ResourceRequirements resources,
    @Nullable SecurityContext securityContext,
    @Nullable PodSecurityContext podSecurityContext,
    @Nullable Map<String, String> podAnnotations,
    @Nullable String serviceAccount,
    @Nullable List<VolumeMount> volumeMounts,
    @Nullable List<Volume> volumes,
    @Nullable List<PersistentVolumeClaim> volumeClaimTemplates,
    @Nullable StatefulSetPersistentVolumeClaimRetentionPolicy persistentVolumeClaimRetentionPolicy,
    @Nullable String serviceName,
    @Nullable String podManagementPolicy,
    @Nullable List<ConfigMapsSpec> configmaps,
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
    @Nullable PodDisruptionBudgetSpec podDisruptionBudget,
    @Nullable DaemonSetUpdateStrategy daemonSetUpdateStrategy,
    @Nullable DeploymentStrategy deploymentUpdateStrategy,
    @Nullable IngressSpec ingress,
    @Nullable HttpRouteSpec httpRoute,
    @Nullable NetworkPolicySpec networkPolicy,
    @Nullable ProbeSpec livenessProbe,
    @Nullable ProbeSpec readinessProbe,
    @Nullable ProbeSpec startupProbe,
    @Nullable ObservabilitySpec observability,
    @Nullable RolloutSpec rollout,
    @Nullable TargetAllocatorSpec targetAllocator) {

  public OpenTelemetryCollectorSpec {
    // Jackson gives null here for an object that no API server has seen.
    config = Objects.requireNonNullElse(config, NullNode.getInstance());
  }
}
