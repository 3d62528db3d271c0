// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator.child;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.otelop.crds.collector.PortsSpec;
import io.otelop.targetallocator.EffectiveAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The ports of the container. Rules: targetallocator-opamp-ops.md A2.2. */
final class AllocatorPorts {

  static final int HTTP = 8080;
  static final int HTTPS = 8443;

  private AllocatorPorts() {}

  static List<ContainerPort> of(EffectiveAllocator allocator) {
    var ports = new ArrayList<ContainerPort>();
    ports.add(port("http", HTTP));
    for (var more : Objects.requireNonNullElse(allocator.spec().ports(), List.<PortsSpec>of())) {
      var hostPort = more.hostPort();
      ports.add(
          new ContainerPortBuilder()
              .withName(more.name())
              .withContainerPort(more.port())
              .withProtocol(Objects.requireNonNullElse(more.protocol(), "TCP"))
              .withHostPort(hostPort == null || hostPort == 0 ? null : hostPort)
              .build());
    }
    if (allocator.mutualTls().isPresent()) {
      ports.add(port("https", HTTPS));
    }
    return ports;
  }

  private static ContainerPort port(String name, int number) {
    return new ContainerPortBuilder()
        .withName(name)
        .withContainerPort(number)
        .withProtocol("TCP")
        .build();
  }
}
