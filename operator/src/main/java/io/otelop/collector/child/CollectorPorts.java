// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.otelop.collector.EffectiveCollector;
import io.otelop.collector.component.ComponentPort;
import io.otelop.collector.component.Components;
import io.otelop.collector.component.Section;
import io.otelop.crds.collector.PortsSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ports of a collector, from its config and its spec. Rules: collector.md 3.3 and 3.4. */
final class CollectorPorts {

  private static final String TCP = "TCP";

  private CollectorPorts() {}

  /** What the base and the headless Service offer. */
  static List<ServicePort> served(EffectiveCollector collector) {
    return served(collector, List.of(Section.RECEIVERS, Section.EXPORTERS));
  }

  /** What the outside may reach: ports that take telemetry in. */
  static List<ServicePort> received(EffectiveCollector collector) {
    return served(collector, List.of(Section.RECEIVERS));
  }

  /** Names of the ports where Prometheus finds what a collector exports. */
  static List<String> ofPrometheusExporters(EffectiveCollector collector) {
    var names = new ArrayList<String>();
    collector
        .config()
        .eachEnabled(
            Section.EXPORTERS,
            (id, settings) -> {
              if (id.type().equals("prometheus")) {
                Components.of(Section.EXPORTERS, id)
                    .ports(id, settings)
                    .forEach(port -> names.add(port.name()));
              }
            });
    return names.stream().sorted().toList();
  }

  private static List<ServicePort> served(EffectiveCollector collector, List<Section> sections) {
    var inferred = inferred(collector, sections);
    var result = new ArrayList<ServicePort>();
    specified(collector).forEach(port -> result.add(servicePort(port)));
    merge(inferred, specified(collector)).forEach(port -> result.add(servicePort(port)));
    var ingress = collector.spec().ingress();
    if (ingress != null && "route".equals(ingress.type())) {
      result.forEach(CollectorPorts::speakToRouter);
    }
    return result;
  }

  /** What OpenShift's router calls gRPC. */
  private static void speakToRouter(ServicePort port) {
    if ("grpc".equals(port.getAppProtocol())) {
      port.setAppProtocol("h2c");
    }
  }

  /** What the extension Service offers. */
  static List<ServicePort> ofExtensions(EffectiveCollector collector) {
    return inferred(collector, List.of(Section.EXTENSIONS)).stream()
        .map(CollectorPorts::servicePort)
        .toList();
  }

  /** The ports of the collector container, sorted by name. */
  static List<ContainerPort> ofContainer(EffectiveCollector collector) {
    var inferred =
        inferred(collector, List.of(Section.RECEIVERS, Section.EXPORTERS, Section.EXTENSIONS));
    inferred.add(new ComponentPort("metrics", collector.config().telemetry().port(), TCP, ""));
    var result = new ArrayList<ContainerPort>();
    var names = new HashSet<String>();
    for (var port : specified(collector)) {
      var name = freeName(portName(port), port.port(), names);
      if (name != null) {
        result.add(
            new ContainerPortBuilder()
                .withName(name)
                .withContainerPort(port.port())
                .withProtocol(transport(port))
                .withHostPort(hostPort(port))
                .build());
      }
    }
    for (var port : merge(inferred, specified(collector))) {
      var name = freeName(port.name(), port.number(), names);
      if (name != null) {
        result.add(
            new ContainerPortBuilder()
                .withName(name)
                .withContainerPort(port.number())
                .withProtocol(port.transport())
                .build());
      }
    }
    result.sort(Comparator.comparing(ContainerPort::getName));
    return result;
  }

  private static List<ComponentPort> inferred(
      EffectiveCollector collector, List<Section> sections) {
    var ports = new ArrayList<ComponentPort>();
    for (var section : sections) {
      collector
          .config()
          .eachEnabled(
              section,
              (id, settings) -> ports.addAll(Components.of(section, id).ports(id, settings)));
    }
    ports.sort(Comparator.comparing(ComponentPort::name));
    return ports;
  }

  /** The inferred ports that no specified one replaces. */
  private static List<ComponentPort> merge(
      List<ComponentPort> inferred, List<PortsSpec> specified) {
    var taken = new HashSet<String>();
    var names = new HashSet<String>();
    for (var port : specified) {
      taken.add(port.port() + transport(port));
      names.add(portName(port));
    }
    var result = new ArrayList<ComponentPort>();
    for (var port : inferred) {
      if (!taken.add(port.number() + port.transport())) {
        continue;
      }
      var name = freeName(port.name(), port.number(), names);
      if (name != null) {
        result.add(new ComponentPort(name, port.number(), port.transport(), port.appProtocol()));
      }
    }
    return result;
  }

  /** The name, or one made of the number where it is taken, or null where both are. */
  private static @Nullable String freeName(String name, int number, Set<String> taken) {
    if (taken.add(name)) {
      return name;
    }
    var other = "port-" + number;
    return taken.add(other) ? other : null;
  }

  private static List<PortsSpec> specified(EffectiveCollector collector) {
    return Objects.requireNonNullElse(collector.spec().ports(), List.of());
  }

  private static ServicePort servicePort(PortsSpec port) {
    return new ServicePortBuilder()
        .withName(port.name())
        .withPort(port.port())
        .withProtocol(transport(port))
        .withAppProtocol(port.appProtocol())
        .withTargetPort(port.targetPort())
        .build();
  }

  static ServicePort servicePort(ComponentPort port) {
    return new ServicePortBuilder()
        .withName(port.name())
        .withPort(port.number())
        .withProtocol(port.transport())
        .withAppProtocol(port.appProtocol().isEmpty() ? null : port.appProtocol())
        .withTargetPort(new IntOrString(port.number()))
        .build();
  }

  private static String transport(PortsSpec port) {
    return Objects.requireNonNullElse(port.protocol(), TCP);
  }

  private static String portName(PortsSpec port) {
    return Objects.requireNonNullElse(port.name(), "");
  }

  private static @Nullable Integer hostPort(PortsSpec port) {
    var hostPort = port.hostPort();
    return hostPort == null || hostPort == 0 ? null : hostPort;
  }
}
