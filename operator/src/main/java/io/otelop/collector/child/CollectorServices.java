// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.collector.EffectiveCollector;
import io.otelop.collector.Mode;
import io.otelop.collector.component.ComponentPort;
import io.otelop.naming.Labels;
import io.otelop.naming.ObjectNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The Services of a collector. Rules: collector.md 3.3. */
final class CollectorServices {

  private CollectorServices() {}

  static Stream<Service> of(EffectiveCollector collector) {
    if (!collector.hasWorkload()) {
      return Stream.empty();
    }
    var services = new ArrayList<Service>();
    var served = CollectorPorts.served(collector);
    if (!served.isEmpty()) {
      services.add(base(collector, served));
      services.add(headless(collector, served));
    }
    services.add(monitoring(collector));
    var extensions = CollectorPorts.ofExtensions(collector);
    if (!extensions.isEmpty()) {
      services.add(extension(collector, extensions));
    }
    return services.stream();
  }

  private static Service base(EffectiveCollector collector, List<ServicePort> ports) {
    return service(
        collector,
        ObjectNames.collector(collector.name()),
        Map.of(Labels.COLLECTOR_SERVICE_TYPE, "base"),
        withFamilies(collector, spec(collector, ports))
            .withInternalTrafficPolicy(trafficPolicy(collector)));
  }

  private static Service headless(EffectiveCollector collector, List<ServicePort> ports) {
    var name = ObjectNames.headlessService(collector.name());
    var service =
        service(
            collector,
            name,
            Map.of(
                Labels.COLLECTOR_SERVICE_TYPE,
                "headless",
                Labels.COLLECTOR_HEADLESS_SERVICE,
                "Exists"),
            withFamilies(collector, spec(collector, ports))
                .withInternalTrafficPolicy(trafficPolicy(collector))
                .withClusterIP("None"));
    var annotations = new TreeMap<String, String>();
    annotations.put(Labels.OPENSHIFT_SERVING_CERT, name + "-tls");
    annotations.putAll(collector.annotations());
    service.getMetadata().setAnnotations(annotations);
    service.getMetadata().getLabels().putAll(nameOfBase(collector));
    return service;
  }

  /** The headless Service carries the name of the base one in its label. */
  private static Map<String, String> nameOfBase(EffectiveCollector collector) {
    var labels = OperandMetadata.labels(collector, ObjectNames.collector(collector.name()));
    return Map.of(Labels.NAME, labels.getOrDefault(Labels.NAME, ""));
  }

  private static Service monitoring(EffectiveCollector collector) {
    var port = collector.config().telemetry().port();
    return service(
        collector,
        ObjectNames.monitoringService(collector.name()),
        Map.of(
            Labels.COLLECTOR_SERVICE_TYPE,
            "monitoring",
            Labels.COLLECTOR_MONITORING_SERVICE,
            "Exists"),
        withFamilies(
            collector,
            spec(
                collector,
                List.of(
                    CollectorPorts.servicePort(
                        new ComponentPort("monitoring", port, "TCP", ""))))));
  }

  private static Service extension(EffectiveCollector collector, List<ServicePort> ports) {
    return service(
        collector,
        ObjectNames.extensionService(collector.name()),
        Map.of(Labels.COLLECTOR_SERVICE_TYPE, "extension"),
        withFamilies(collector, spec(collector, ports)));
  }

  private static ServiceSpecBuilder spec(EffectiveCollector collector, List<ServicePort> ports) {
    var spec = collector.spec();
    return new ServiceSpecBuilder()
        .withSelector(collector.selector())
        .withPorts(ports)
        .withSessionAffinity(spec.sessionAffinity())
        .withSessionAffinityConfig(spec.sessionAffinityConfig())
        .withTrafficDistribution(spec.trafficDistribution());
  }

  private static ServiceSpecBuilder withFamilies(
      EffectiveCollector collector, ServiceSpecBuilder service) {
    return service
        .withIpFamilies(collector.spec().ipFamilies())
        .withIpFamilyPolicy(collector.spec().ipFamilyPolicy());
  }

  private static String trafficPolicy(EffectiveCollector collector) {
    return collector.mode() == Mode.DAEMONSET ? "Local" : "Cluster";
  }

  private static Service service(
      EffectiveCollector collector,
      String name,
      Map<String, String> labels,
      ServiceSpecBuilder spec) {
    return new ServiceBuilder()
        .withMetadata(OperandMetadata.of(collector, name, labels))
        .withSpec(spec.build())
        .build();
  }
}
