// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPathBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRuleBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.collector.EffectiveCollector;
import io.otelop.crds.collector.IngressSpec;
import io.otelop.naming.ObjectNames;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The Ingress of a collector; a second one for gRPC where the custom resource gives that one its
 * own annotations. Rules: collector.md 6.3.
 */
final class CollectorIngress {

  private CollectorIngress() {}

  static Stream<Ingress> of(EffectiveCollector collector) {
    var spec = collector.spec().ingress();
    if (spec == null || !"ingress".equals(spec.type()) || !collector.hasWorkload()) {
      return Stream.empty();
    }
    var ports = CollectorPorts.received(collector);
    var annotations = Objects.requireNonNullElse(spec.annotations(), Map.<String, String>of());
    var ofGrpc = spec.grpcAnnotations();
    if (ofGrpc == null) {
      return ingress(collector, spec, ObjectNames.ingress(collector.name()), annotations, ports);
    }
    Predicate<ServicePort> isGrpc = port -> CollectorGatewayRoutes.isGrpc(port.getAppProtocol());
    var both = new TreeMap<>(annotations);
    both.putAll(ofGrpc);
    return Stream.concat(
        ingress(
            collector,
            spec,
            ObjectNames.ingress(collector.name()),
            annotations,
            ports.stream().filter(isGrpc.negate()).toList()),
        ingress(
            collector,
            spec,
            ObjectNames.grpcIngress(collector.name()),
            both,
            ports.stream().filter(isGrpc).toList()));
  }

  private static Stream<Ingress> ingress(
      EffectiveCollector collector,
      IngressSpec spec,
      String name,
      Map<String, String> annotations,
      List<ServicePort> ports) {
    if (ports.isEmpty()) {
      return Stream.empty();
    }
    var metadata = OperandMetadata.of(collector, name);
    metadata.setAnnotations(new TreeMap<>(annotations));
    return Stream.of(
        new IngressBuilder()
            .withMetadata(metadata)
            .withNewSpec()
            .withIngressClassName(spec.ingressClassName())
            .withTls(spec.tls())
            .withRules(rules(collector, spec, ports))
            .endSpec()
            .build());
  }

  private static List<IngressRule> rules(
      EffectiveCollector collector, IngressSpec spec, List<ServicePort> ports) {
    var host = Objects.requireNonNullElse(spec.hostname(), "");
    if ("subdomain".equals(spec.ruleType())) {
      return ports.stream()
          .map(port -> rule(subdomain(port.getName(), host), List.of(path(collector, port, "/"))))
          .toList();
    }
    return List.of(
        rule(
            host,
            ports.stream().map(port -> path(collector, port, "/" + port.getName())).toList()));
  }

  private static IngressRule rule(String host, List<HTTPIngressPath> paths) {
    return new IngressRuleBuilder()
        .withHost(host.isEmpty() ? null : host)
        .withNewHttp()
        .withPaths(paths)
        .endHttp()
        .build();
  }

  static String subdomain(String port, String host) {
    return host.isEmpty() || host.equals("*") ? port : port + "." + host;
  }

  private static HTTPIngressPath path(EffectiveCollector collector, ServicePort port, String path) {
    return new HTTPIngressPathBuilder()
        .withPath(path)
        .withPathType("Prefix")
        .withNewBackend()
        .withNewService()
        .withName(ObjectNames.collector(collector.name()))
        .withNewPort()
        .withName(port.getName())
        .endPort()
        .endService()
        .endBackend()
        .build();
  }
}
