// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.otelop.child.ApiKind;
import io.otelop.child.OperandMetadata;
import io.otelop.child.Resources;
import io.otelop.collector.EffectiveCollector;
import io.otelop.crds.collector.IngressSpec;
import io.otelop.naming.Labels;
import io.otelop.naming.ObjectNames;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The Routes of a collector on OpenShift, one a port. Rules: collector.md 6.4. */
final class CollectorRoutes {

  static final ApiKind ROUTE = new ApiKind("route.openshift.io", "v1", "Route", "routes");

  private CollectorRoutes() {}

  static Stream<GenericKubernetesResource> of(EffectiveCollector collector) {
    var spec = collector.spec().ingress();
    if (spec == null || !"route".equals(spec.type()) || !collector.hasWorkload()) {
      return Stream.empty();
    }
    return CollectorPorts.received(collector).stream().map(port -> route(collector, spec, port));
  }

  private static GenericKubernetesResource route(
      EffectiveCollector collector, IngressSpec spec, ServicePort port) {
    var name = ObjectNames.route(port.getName(), collector.name());
    var metadata = OperandMetadata.of(collector, name);
    metadata.setLabels(labels(collector, name));
    metadata.setAnnotations(
        new TreeMap<>(Objects.requireNonNullElse(spec.annotations(), Map.<String, String>of())));
    var host = Objects.requireNonNullElse(spec.hostname(), "");
    var route = new LinkedHashMap<String, Object>();
    if (!host.isEmpty()) {
      route.put("host", CollectorIngress.subdomain(port.getName(), host));
    }
    route.put(
        "to",
        Map.of("kind", "Service", "name", ObjectNames.collector(collector.name()), "weight", 100));
    route.put("port", Map.of("targetPort", port.getName()));
    route.put("wildcardPolicy", "None");
    var termination = spec.route() == null ? null : spec.route().termination();
    if (!"insecure".equals(termination)) {
      route.put("tls", Map.of("termination", Objects.requireNonNullElse(termination, "edge")));
    }
    return Resources.of(ROUTE, metadata, route);
  }

  private static Map<String, String> labels(EffectiveCollector collector, String name) {
    var labels = new TreeMap<>(collector.selector());
    labels.remove(Labels.PART_OF);
    labels.put(Labels.NAME, name);
    return labels;
  }
}
