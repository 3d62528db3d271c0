// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator.child;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.child.OperandPod;
import io.otelop.naming.Labels;
import io.otelop.naming.Sha256;
import io.otelop.targetallocator.EffectiveAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What runs the pods of a target allocator. Rules: targetallocator-opamp-ops.md A2.2. */
final class AllocatorDeployment {

  private AllocatorDeployment() {}

  static Stream<Deployment> of(EffectiveAllocator allocator) {
    return Stream.of(
        new DeploymentBuilder()
            .withMetadata(OperandMetadata.of(allocator, allocator.objectName()))
            .withNewSpec()
            .withReplicas(allocator.replicas())
            .withNewSelector()
            .withMatchLabels(allocator.namedSelector())
            .endSelector()
            .withTemplate(template(allocator))
            .endSpec()
            .build());
  }

  private static PodTemplateSpec template(EffectiveAllocator allocator) {
    var spec = allocator.spec();
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(OperandMetadata.labels(allocator, allocator.objectName()))
        .withAnnotations(annotations(allocator))
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName(allocator.serviceAccount())
        .withInitContainers(spec.initContainers())
        .withContainers(containers(allocator))
        .withVolumes(AllocatorVolumes.of(allocator))
        .withDnsPolicy(
            OperandPod.dnsPolicy(spec.dnsPolicy(), spec.podDnsConfig(), spec.hostNetwork()))
        .withDnsConfig(spec.podDnsConfig())
        .withHostNetwork(OperandPod.onlyTrue(spec.hostNetwork()))
        .withHostPID(OperandPod.onlyTrue(spec.hostPID()))
        .withHostUsers(spec.hostUsers())
        .withHostAliases(spec.hostAliases())
        .withShareProcessNamespace(OperandPod.onlyTrue(spec.shareProcessNamespace()))
        .withTolerations(spec.tolerations())
        .withNodeSelector(spec.nodeSelector())
        .withAffinity(spec.affinity())
        .withPriorityClassName(spec.priorityClassName())
        .withSecurityContext(spec.podSecurityContext())
        .withTerminationGracePeriodSeconds(spec.terminationGracePeriodSeconds())
        .withTopologySpreadConstraints(spec.topologySpreadConstraints())
        .endSpec()
        .build();
  }

  /** Those of the user come first, as with the Go operator. */
  private static List<Container> containers(EffectiveAllocator allocator) {
    var containers =
        new ArrayList<Container>(
            Objects.requireNonNullElse(allocator.spec().additionalContainers(), List.of()));
    containers.add(AllocatorContainer.of(allocator));
    return containers;
  }

  /** The file is read once, so that a change of it replaces the pods. */
  private static Map<String, String> annotations(EffectiveAllocator allocator) {
    var annotations = new TreeMap<>(allocator.annotations());
    annotations.putAll(Objects.requireNonNullElse(allocator.spec().podAnnotations(), Map.of()));
    annotations.put(Labels.ALLOCATOR_CONFIG_HASH, Sha256.hex(allocator.file()));
    return annotations;
  }
}
