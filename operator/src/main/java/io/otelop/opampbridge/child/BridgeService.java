// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge.child;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.opampbridge.EffectiveBridge;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The Service by which collectors reach an OpAMP bridge with their OpAMP extension. Rules:
 * targetallocator-opamp-ops.md B2.
 */
final class BridgeService {

  private BridgeService() {}

  static Stream<Service> of(EffectiveBridge bridge) {
    var metadata = OperandMetadata.of(bridge, bridge.objectName());
    metadata.setAnnotations(null);
    return Stream.of(
        new ServiceBuilder()
            .withMetadata(metadata)
            .withNewSpec()
            .withSelector(bridge.selector())
            .withPorts(ports(bridge))
            .withIpFamilies(bridge.spec().ipFamilies())
            .withIpFamilyPolicy(bridge.spec().ipFamilyPolicy())
            .endSpec()
            .build());
  }

  private static List<ServicePort> ports(EffectiveBridge bridge) {
    var ports = new ArrayList<ServicePort>();
    for (var more : Objects.requireNonNullElse(bridge.spec().ports(), List.<ServicePort>of())) {
      ports.add(new ServicePortBuilder(more).withNodePort(null).build());
    }
    ports.add(
        new ServicePortBuilder()
            .withName("opamp-bridge")
            .withPort(80)
            .withProtocol("TCP")
            .withTargetPort(new IntOrString(BridgeContainer.OPAMP))
            .build());
    return ports;
  }
}
