// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator.child;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.targetallocator.EffectiveAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Service that collectors ask. Rules: targetallocator-opamp-ops.md A2.3. */
final class AllocatorService {

  /** The port of plain HTTP, which has the metrics too. */
  static final String PORT = "targetallocation";

  private AllocatorService() {}

  static Stream<Service> of(EffectiveAllocator allocator) {
    var spec = allocator.spec();
    return Stream.of(
        new ServiceBuilder()
            .withMetadata(OperandMetadata.of(allocator, allocator.objectName()))
            .withNewSpec()
            .withSelector(allocator.namedSelector())
            .withPorts(ports(allocator))
            .withIpFamilies(spec.ipFamilies())
            .withIpFamilyPolicy(spec.ipFamilyPolicy())
            .withSessionAffinity(spec.sessionAffinity())
            .withSessionAffinityConfig(spec.sessionAffinityConfig())
            .withTrafficDistribution(spec.trafficDistribution())
            .endSpec()
            .build());
  }

  private static List<ServicePort> ports(EffectiveAllocator allocator) {
    var ports = new ArrayList<ServicePort>();
    ports.add(port(PORT, 80, "http"));
    if (allocator.mutualTls().isPresent()) {
      ports.add(port(PORT + "-https", 443, "https"));
    }
    return ports;
  }

  private static ServicePort port(String name, int number, String target) {
    return new ServicePortBuilder()
        .withName(name)
        .withPort(number)
        .withProtocol("TCP")
        .withTargetPort(new IntOrString(target))
        .build();
  }
}
