// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.collector.EffectiveCollector;
import io.otelop.naming.ObjectNames;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The NetworkPolicy that lets traffic in to the ports that a collector opens, each with its own
 * protocol. Rules: collector.md 6.7.
 */
final class CollectorNetworkPolicy {

  private CollectorNetworkPolicy() {}

  static Stream<NetworkPolicy> of(EffectiveCollector collector) {
    if (!collector.hasWorkload() || !collector.hasNetworkPolicy()) {
      return Stream.empty();
    }
    var more =
        Objects.requireNonNullElse(collector.spec().additionalContainers(), List.<Container>of());
    var ports =
        Stream.concat(
                CollectorPorts.ofContainer(collector).stream(),
                more.stream().flatMap(container -> container.getPorts().stream()))
            .map(port -> port(port.getContainerPort(), port.getProtocol()))
            .toList();
    var name = ObjectNames.collectorNetworkPolicy(collector.name());
    return Stream.of(
        new NetworkPolicyBuilder()
            .withMetadata(OperandMetadata.of(collector, name))
            .withNewSpec()
            .withNewPodSelector()
            .withMatchLabels(collector.selector())
            .endPodSelector()
            .withPolicyTypes("Ingress")
            .addNewIngress()
            .withPorts(ports)
            .endIngress()
            .endSpec()
            .build());
  }

  private static NetworkPolicyPort port(int number, String protocol) {
    return new NetworkPolicyPortBuilder()
        .withPort(new IntOrString(number))
        .withProtocol(protocol)
        .build();
  }
}
