// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.opampbridge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants of an OpAMP bridge, as it was written. What an absent field means is decided by
 * the operator. Source: targetallocator-opamp-ops.md B1.
 *
 * @param endpoint address of the OpAMP server
 * @param tls how the connection is secured
 * @param headers of every request to the server; their values may be secrets
 * @param proxy between the bridge and the server
 * @param capabilities what the bridge offers to the server, by name
 * @param componentsAllowed ids of the components that the server may use, by section; all where it
 *     is absent or empty
 * @param description what the bridge tells of itself
 * @param replicas number of pods, 0 or 1; 1 where it is absent
 * @param upgradeStrategy without effect
 * @param image its image; the operator's default where it is absent or empty
 * @param imagePullPolicy {@code Always}, {@code IfNotPresent} or {@code Never}; as Kubernetes does
 *     it where it is absent
 * @param env variables of its container
 * @param envFrom where more of its variables come from
 * @param resources of its container
 * @param securityContext of its container
 * @param podSecurityContext of its pod
 * @param podAnnotations of its pod
 * @param serviceAccount an existing ServiceAccount; one is made where it is absent or empty
 * @param volumeMounts more mounts of its container
 * @param volumes more volumes of its pod
 * @param ports more ports of its Service
 * @param ipFamilies {@code IPv4}, {@code IPv6}, in order of preference; as the cluster does it
 *     where it is absent
 * @param ipFamilyPolicy {@code SingleStack}, {@code PreferDualStack} or {@code RequireDualStack};
 *     as the cluster does it where it is absent
 * @param nodeSelector labels of the nodes that the pod may run on
 * @param tolerations of its pod
 * @param affinity of its pod
 * @param topologySpreadConstraints of its pod
 * @param priorityClassName of its pod
 * @param hostNetwork whether the pod uses the node's network; it does not where it is absent
 * @param podDnsConfig more DNS settings of the pod
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BridgeSpec(
    String endpoint,
    @Nullable TlsSpec tls,
    @Nullable Map<String, String> headers,
    @Nullable ProxySpec proxy,
    Map<String, Boolean> capabilities,
    @Nullable Map<String, List<String>> componentsAllowed,
    @Nullable DescriptionSpec description,
    @Nullable Integer replicas,
    @Nullable String upgradeStrategy,
    @Nullable String image,
    @Nullable String imagePullPolicy,
    @Nullable List<EnvVar> env,
    @Nullable List<EnvFromSource> envFrom,
    @Nullable ResourceRequirements resources,
    @Nullable SecurityContext securityContext,
    @Nullable PodSecurityContext podSecurityContext,
    @Nullable Map<String, String> podAnnotations,
    @Nullable String serviceAccount,
    @Nullable List<VolumeMount> volumeMounts,
    @Nullable List<Volume> volumes,
    @Nullable List<ServicePort> ports,
    @Nullable List<String> ipFamilies,
    @Nullable String ipFamilyPolicy,
    @Nullable Map<String, String> nodeSelector,
    @Nullable List<Toleration> tolerations,
    @Nullable Affinity affinity,
    @Nullable List<TopologySpreadConstraint> topologySpreadConstraints,
    @Nullable String priorityClassName,
    @Nullable Boolean hostNetwork,
    @Nullable PodDNSConfig podDnsConfig) {

  /** An address or a capability that nobody wrote is an empty one, so that it can be told of. */
  public BridgeSpec {
    endpoint = endpoint == null ? "" : endpoint;
    capabilities = capabilities == null ? Map.of() : capabilities;
  }

  /** Without what may be secret. */
  @Override
  public String toString() {
    return "BridgeSpec[]";
  }
}
