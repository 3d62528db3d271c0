// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator.child;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.naming.ObjectNames;
import io.otelop.targetallocator.EffectiveAllocator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The NetworkPolicy of a target allocator: its own ports in, names and the API server out. What it
 * may reach is left open where it asks others for targets, whose ports nobody here knows, or where
 * it is not known on which ports the API server listens. Rules: targetallocator-opamp-ops.md A2.5.
 */
final class AllocatorNetworkPolicy {

  private static final int DNS = 53;

  /** Ways to find targets that need names and the API server at most. */
  private static final Set<String> NEEDS_NOTHING_ELSE =
      Set.of("kubernetes_sd_configs", "dns_sd_configs", "file_sd_configs");

  private AllocatorNetworkPolicy() {}

  static Stream<NetworkPolicy> of(EffectiveAllocator allocator) {
    if (!allocator.hasNetworkPolicy()) {
      return Stream.empty();
    }
    var name = ObjectNames.targetAllocatorNetworkPolicy(allocator.name());
    var policy =
        new NetworkPolicyBuilder()
            .withMetadata(OperandMetadata.of(allocator, name))
            .withNewSpec()
            .withNewPodSelector()
            .withMatchLabels(allocator.selector())
            .endPodSelector()
            .withPolicyTypes("Ingress")
            .addNewIngress()
            .withPorts(in(allocator))
            .endIngress()
            .endSpec()
            .build();
    if (!allocator.facts().apiServerPorts().isEmpty() && !asksOthers(allocator)) {
      policy =
          new NetworkPolicyBuilder(policy)
              .editSpec()
              .withPolicyTypes("Ingress", "Egress")
              .addNewEgress()
              .withPorts(out(allocator))
              .endEgress()
              .endSpec()
              .build();
    }
    return Stream.of(policy);
  }

  private static List<NetworkPolicyPort> in(EffectiveAllocator allocator) {
    var more =
        Objects.requireNonNullElse(allocator.spec().additionalContainers(), List.<Container>of());
    return Stream.concat(
            AllocatorPorts.of(allocator).stream(),
            more.stream().flatMap(container -> container.getPorts().stream()))
        .map(port -> port(port.getContainerPort(), port.getProtocol()))
        .toList();
  }

  private static List<NetworkPolicyPort> out(EffectiveAllocator allocator) {
    return Stream.concat(
            Stream.of(port(DNS, "UDP"), port(DNS, "TCP")),
            new TreeSet<>(allocator.facts().apiServerPorts())
                .stream().map(port -> port(port, "TCP")))
        .toList();
  }

  private static boolean asksOthers(EffectiveAllocator allocator) {
    return AllocatorConfig.scrapeConfigs(allocator).stream()
        .flatMap(JsonNode::propertyStream)
        .map(java.util.Map.Entry::getKey)
        .anyMatch(key -> key.endsWith("_sd_configs") && !NEEDS_NOTHING_ELSE.contains(key));
  }

  private static NetworkPolicyPort port(int number, String protocol) {
    return new NetworkPolicyPortBuilder()
        .withPort(new IntOrString(number))
        .withProtocol(protocol)
        .build();
  }
}
