// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.otelop.child.ApiKind;
import io.otelop.child.OperandMetadata;
import io.otelop.child.Resources;
import io.otelop.collector.EffectiveCollector;
import io.otelop.crds.collector.HttpRouteSpec;
import io.otelop.naming.ObjectNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Routes of the Gateway API: an HTTPRoute for each HTTP port and a GRPCRoute for each gRPC port.
 * Rules: collector.md 6.5.
 */
final class CollectorGatewayRoutes {

  private static final String GROUP = "gateway.networking.k8s.io";

  static final ApiKind HTTP = new ApiKind(GROUP, "v1", "HTTPRoute", "httproutes");
  static final ApiKind GRPC = new ApiKind(GROUP, "v1", "GRPCRoute", "grpcroutes");

  /** The gRPC services behind a port, by which routes of one host name are told apart. */
  private static final Map<String, List<String>> SERVICES =
      Map.of(
          "otlp",
          List.of(
              "opentelemetry.proto.collector.logs.v1.LogsService",
              "opentelemetry.proto.collector.metrics.v1.MetricsService",
              "opentelemetry.proto.collector.profiles.v1development.ProfilesService",
              "opentelemetry.proto.collector.trace.v1.TraceService"),
          "jaeger",
          List.of("jaeger.api_v2.CollectorService"));

  private CollectorGatewayRoutes() {}

  static boolean isGrpc(@Nullable String appProtocol) {
    return "grpc".equals(appProtocol) || "h2c".equals(appProtocol);
  }

  static Stream<GenericKubernetesResource> http(EffectiveCollector collector) {
    return routes(collector, HTTP, "httproute", false, CollectorGatewayRoutes::httpRule);
  }

  static Stream<GenericKubernetesResource> grpc(EffectiveCollector collector) {
    return routes(collector, GRPC, "grpcroute", true, CollectorGatewayRoutes::grpcRule);
  }

  private static Stream<GenericKubernetesResource> routes(
      EffectiveCollector collector,
      ApiKind kind,
      String suffix,
      boolean areGrpc,
      Function<ServicePort, Map<String, Object>> rule) {
    var spec = collector.spec().httpRoute();
    if (spec == null
        || !spec.enabled()
        || Objects.requireNonNullElse(spec.gateway(), "").isEmpty()
        || !collector.hasWorkload()) {
      return Stream.empty();
    }
    return CollectorPorts.received(collector).stream()
        .filter(port -> isGrpc(port.getAppProtocol()) == areGrpc)
        .filter(port -> !"UDP".equals(port.getProtocol()))
        .map(
            port -> {
              var name = ObjectNames.gatewayRoute(collector.name(), port.getName(), suffix);
              var metadata = OperandMetadata.of(collector, name);
              metadata.setAnnotations(null);
              var with = new LinkedHashMap<>(rule.apply(port));
              with.put(
                  "backendRefs",
                  List.of(
                      Map.of(
                          "group",
                          "",
                          "kind",
                          "Service",
                          "name",
                          ObjectNames.collector(collector.name()),
                          "port",
                          port.getPort(),
                          "weight",
                          1)));
              return Resources.of(kind, metadata, routeSpec(collector, spec, with));
            });
  }

  private static Map<String, Object> routeSpec(
      EffectiveCollector collector, HttpRouteSpec spec, Map<String, Object> rule) {
    var gatewayNamespace = Objects.requireNonNullElse(spec.gatewayNamespace(), "");
    var result = new LinkedHashMap<String, Object>();
    result.put(
        "parentRefs",
        List.of(
            Map.of(
                "group",
                GROUP,
                "kind",
                "Gateway",
                "name",
                spec.gateway(),
                "namespace",
                gatewayNamespace.isEmpty() ? collector.namespace() : gatewayNamespace)));
    if (spec.hostnames() != null && !spec.hostnames().isEmpty()) {
      result.put("hostnames", spec.hostnames());
    }
    result.put("rules", List.of(rule));
    return result;
  }

  private static Map<String, Object> httpRule(ServicePort port) {
    return Map.of(
        "matches",
        List.of(Map.of("path", Map.of("type", "PathPrefix", "value", "/" + port.getName()))),
        "filters",
        List.of(
            Map.of(
                "type",
                "URLRewrite",
                "urlRewrite",
                Map.of("path", Map.of("type", "ReplacePrefixMatch", "replacePrefixMatch", "/")))));
  }

  private static Map<String, Object> grpcRule(ServicePort port) {
    var services = SERVICES.get(port.getName().replaceFirst("-.*", ""));
    return services == null
        ? Map.of()
        : Map.of(
            "matches",
            services.stream()
                .map(service -> Map.of("method", Map.of("type", "Exact", "service", service)))
                .toList());
  }
}
