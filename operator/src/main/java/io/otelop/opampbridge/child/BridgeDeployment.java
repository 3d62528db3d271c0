// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge.child;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.child.OperandPod;
import io.otelop.naming.Labels;
import io.otelop.naming.Sha256;
import io.otelop.opampbridge.EffectiveBridge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What runs the pod of an OpAMP bridge. Rules: targetallocator-opamp-ops.md B2. */
final class BridgeDeployment {

  private BridgeDeployment() {}

  static Stream<Deployment> of(EffectiveBridge bridge) {
    return Stream.of(
        new DeploymentBuilder()
            .withMetadata(OperandMetadata.of(bridge, bridge.objectName()))
            .withNewSpec()
            .withReplicas(bridge.replicas())
            .withNewSelector()
            .withMatchLabels(bridge.selector())
            .endSelector()
            .withTemplate(template(bridge))
            .endSpec()
            .build());
  }

  private static PodTemplateSpec template(EffectiveBridge bridge) {
    var spec = bridge.spec();
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(OperandMetadata.labels(bridge, bridge.objectName()))
        .withAnnotations(annotations(bridge))
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName(bridge.serviceAccount())
        .withContainers(BridgeContainer.of(bridge))
        .withVolumes(volumes(bridge))
        .withDnsPolicy(OperandPod.dnsPolicy(null, spec.podDnsConfig(), spec.hostNetwork()))
        .withDnsConfig(spec.podDnsConfig())
        .withHostNetwork(OperandPod.onlyTrue(spec.hostNetwork()))
        .withTolerations(spec.tolerations())
        .withNodeSelector(spec.nodeSelector())
        .withAffinity(spec.affinity())
        .withPriorityClassName(spec.priorityClassName())
        .withSecurityContext(spec.podSecurityContext())
        .withTopologySpreadConstraints(spec.topologySpreadConstraints())
        .endSpec()
        .build();
  }

  private static List<Volume> volumes(EffectiveBridge bridge) {
    var volumes = new ArrayList<Volume>();
    volumes.add(
        new VolumeBuilder()
            .withName(BridgeContainer.CONFIG)
            .withNewConfigMap()
            .withName(bridge.objectName())
            .addNewItem()
            .withKey(BridgeConfigMap.ENTRY)
            .withPath(BridgeConfigMap.ENTRY)
            .endItem()
            .endConfigMap()
            .build());
    volumes.addAll(Objects.requireNonNullElse(bridge.spec().volumes(), List.of()));
    return volumes;
  }

  /** The file is read once, so that a change of it replaces the pod. */
  private static Map<String, String> annotations(EffectiveBridge bridge) {
    var annotations = new TreeMap<>(bridge.annotations());
    annotations.putAll(Objects.requireNonNullElse(bridge.spec().podAnnotations(), Map.of()));
    annotations.put(Labels.BRIDGE_CONFIG_HASH, Sha256.hex(bridge.file()));
    return annotations;
  }
}
