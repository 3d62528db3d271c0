// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Spec. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OpenTelemetryCollectorSpec(
    @Nullable String managementState,
    @Nullable String mode,
    @Nullable String upgradeStrategy,
    @Nullable String image,
    @Nullable String imagePullPolicy,
    @Nullable String serviceAccount,
    @Nullable String serviceName,
    @Nullable String podManagementPolicy,
    @Nullable String ipFamilyPolicy,
    @Nullable String trafficDistribution,
    @Nullable String sessionAffinity,
    @Nullable String priorityClassName,
    @Nullable String dnsPolicy,
    JsonNode config,
    @Nullable Integer configVersions,
    @Nullable Integer replicas,
    @Nullable Long terminationGracePeriodSeconds,
    @Nullable AutoscalerSpec autoscaler,
    @Nullable Map<String, String> args,
    @Nullable List<String> command,
    @Nullable List<io.fabric8.kubernetes.api.model.EnvVar> env,
    @Nullable List<io.fabric8.kubernetes.api.model.EnvFromSource> envFrom,
    io.fabric8.kubernetes.api.model.@Nullable ResourceRequirements resources,
    io.fabric8.kubernetes.api.model.@Nullable SecurityContext securityContext,
    io.fabric8.kubernetes.api.model.@Nullable PodSecurityContext podSecurityContext,
    @Nullable Map<String, String> podAnnotations,
    @Nullable List<io.fabric8.kubernetes.api.model.VolumeMount> volumeMounts,
    @Nullable List<io.fabric8.kubernetes.api.model.Volume> volumes,
    @Nullable List<io.fabric8.kubernetes.api.model.PersistentVolumeClaim> volumeClaimTemplates,
    io.fabric8.kubernetes.api.model.apps.@Nullable StatefulSetPersistentVolumeClaimRetentionPolicy
        persistentVolumeClaimRetentionPolicy,
    @Nullable List<ConfigMapsSpec> configmaps,
    @Nullable List<PortsSpec> ports,
    @Nullable List<String> ipFamilies,
    io.fabric8.kubernetes.api.model.@Nullable SessionAffinityConfig sessionAffinityConfig,
    @Nullable Map<String, String> nodeSelector,
    @Nullable List<io.fabric8.kubernetes.api.model.Toleration> tolerations,
    io.fabric8.kubernetes.api.model.@Nullable Affinity affinity,
    @Nullable List<io.fabric8.kubernetes.api.model.TopologySpreadConstraint>
        topologySpreadConstraints,
    io.fabric8.kubernetes.api.model.@Nullable Lifecycle lifecycle,
    @Nullable Boolean hostNetwork,
    @Nullable Boolean hostPID,
    @Nullable Boolean shareProcessNamespace,
    @Nullable Boolean hostUsers,
    @Nullable List<io.fabric8.kubernetes.api.model.HostAlias> hostAliases,
    io.fabric8.kubernetes.api.model.@Nullable PodDNSConfig podDnsConfig,
    @Nullable List<io.fabric8.kubernetes.api.model.Container> initContainers,
    @Nullable List<io.fabric8.kubernetes.api.model.Container> additionalContainers,
    @Nullable PodDisruptionBudgetSpec podDisruptionBudget,
    io.fabric8.kubernetes.api.model.apps.@Nullable DaemonSetUpdateStrategy daemonSetUpdateStrategy,
    io.fabric8.kubernetes.api.model.apps.@Nullable DeploymentStrategy deploymentUpdateStrategy,
    @Nullable NetworkPolicySpec networkPolicy,
    @Nullable ProbeSpec livenessProbe,
    @Nullable ProbeSpec readinessProbe,
    @Nullable ProbeSpec startupProbe,
    @Nullable ObservabilitySpec observability) {}
