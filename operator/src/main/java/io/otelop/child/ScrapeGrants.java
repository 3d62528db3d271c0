// SPDX-License-Identifier: Apache-2.0
package io.otelop.child;

import static io.otelop.child.Grant.everywhere;
import static io.otelop.child.Grant.in;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.otelop.crds.collector.PrometheusCustomResourcesSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What it takes to find what Prometheus would scrape, by configs and by custom resources. */
public final class ScrapeGrants {

  private static final List<String> READ = List.of("get", "list", "watch");
  private static final List<String> GET = List.of("get");
  private static final String NODE_METRICS = "nodes/metrics";

  private ScrapeGrants() {}

  /**
   * What a target allocator needs: the pods of its collector, what its scrape configs look for, and
   * what the custom resources of the Prometheus operator look for. Secrets that these name are not
   * among it. Rules: targetallocator-opamp-ops.md A2.6, A3.2 to A3.4.
   *
   * @param namespace of the target allocator
   * @param resources which custom resources it looks for
   * @param jobs its scrape configs
   * @return rules by namespace, {@link Grant#EVERYWHERE} for those of the cluster
   */
  public static Map<String, List<PolicyRule>> ofAllocator(
      String namespace, @Nullable PrometheusCustomResourcesSpec resources, Stream<JsonNode> jobs) {
    var grants = new ArrayList<Grant>();
    if (resources != null && Boolean.TRUE.equals(resources.enabled())) {
      var namespaces = Objects.requireNonNullElse(resources.allowNamespaces(), List.<String>of());
      Grant.places(namespaces).forEach(place -> grants.addAll(ofResources(place)));
    }
    // It tells collectors of the nodes, and does not read what these measure.
    ofJobs(jobs).stream().filter(it -> !isOf(it, NODE_METRICS)).forEach(grants::add);
    grants.add(in(Grant.OWN, "", List.of("pods"), READ));
    return Grant.merge(grants, namespace);
  }

  private static List<Grant> ofResources(String place) {
    var isEverywhere = place.equals(Grant.EVERYWHERE);
    return List.of(
        in(
            place,
            "monitoring.coreos.com",
            List.of("servicemonitors", "podmonitors", "probes", "scrapeconfigs"),
            READ),
        in(place, "", List.of("services", "endpoints", "pods"), READ),
        in(place, "", List.of("configmaps"), GET),
        in(place, "discovery.k8s.io", List.of("endpointslices"), READ),
        in(place, "networking.k8s.io", List.of("ingresses"), READ),
        isEverywhere
            ? in(place, "", List.of("namespaces", "nodes"), READ)
            : in(place, "", List.of("namespaces"), GET));
  }

  /**
   * What scrape configs look for by themselves.
   *
   * @param jobs as Prometheus has them
   */
  public static List<Grant> ofJobs(Stream<JsonNode> jobs) {
    return jobs.flatMap(job -> stream(job.path("kubernetes_sd_configs")))
        .filter(sd -> sd.path("api_server").isMissingNode())
        .filter(sd -> sd.path("kubeconfig_file").isMissingNode())
        .flatMap(ScrapeGrants::ofDiscovery)
        .toList();
  }

  private static Stream<Grant> ofDiscovery(JsonNode sd) {
    var namespaces =
        new ArrayList<>(stream(sd.path("namespaces").path("names")).map(JsonNode::asText).toList());
    if (sd.path("namespaces").path("own_namespace").asBoolean()) {
      namespaces.add(Grant.OWN);
    }
    var places = Grant.places(namespaces).toList();
    var attached = sd.path("attach_metadata");
    var grants = new ArrayList<Grant>();
    switch (sd.path("role").asText()) {
      case "node" -> {
        grants.add(everywhere("", List.of("nodes"), READ));
        grants.add(everywhere("", List.of(NODE_METRICS), GET));
      }
      case "pod" -> places.forEach(it -> grants.add(in(it, "", List.of("pods"), READ)));
      case "service" -> places.forEach(it -> grants.add(in(it, "", List.of("services"), READ)));
      case "endpoints" ->
          places.forEach(
              it -> grants.add(in(it, "", List.of("endpoints", "services", "pods"), READ)));
      case "endpointslice" ->
          places.forEach(
              it -> {
                grants.add(in(it, "discovery.k8s.io", List.of("endpointslices"), READ));
                grants.add(in(it, "", List.of("services", "pods"), READ));
              });
      case "ingress" ->
          places.forEach(it -> grants.add(in(it, "networking.k8s.io", List.of("ingresses"), READ)));
      default -> {}
    }
    if (attached.path("node").asBoolean()) {
      grants.add(everywhere("", List.of("nodes"), READ));
    }
    if (attached.path("namespace").asBoolean()) {
      grants.add(everywhere("", List.of("namespaces"), READ));
    }
    return grants.stream();
  }

  private static boolean isOf(Grant grant, String resource) {
    return grant.rule().getResources().contains(resource);
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return list.isArray() ? StreamSupport.stream(list.spliterator(), false) : Stream.empty();
  }
}
