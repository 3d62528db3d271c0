// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import static io.otelop.child.Grant.everywhere;
import static io.otelop.child.Grant.in;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.child.Grant;
import io.otelop.child.ScrapeGrants;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What components may read of the cluster, by their settings. Rules: collector.md 5.2; the order of
 * verbs and resources is the compatible one.
 */
final class Rules {

  private static final List<String> GET_LIST_WATCH = List.of("get", "list", "watch");
  private static final List<String> GET_WATCH_LIST = List.of("get", "watch", "list");
  private static final List<String> LIST_WATCH = List.of("list", "watch");
  private static final List<String> GET = List.of("get");

  private static final Set<String> UTILIZATION =
      Set.of(
          "k8s.container.cpu_limit_utilization",
          "k8s.container.cpu_request_utilization",
          "k8s.container.memory_limit_utilization",
          "k8s.container.memory_request_utilization",
          "k8s.pod.cpu_limit_utilization",
          "k8s.pod.cpu_request_utilization",
          "k8s.pod.memory_limit_utilization",
          "k8s.pod.memory_request_utilization");

  private static final Set<String> REPLICA_SET_METADATA =
      Set.of("k8s.deployment.uid", "k8s.deployment.name", "service.name");

  /** Where labels and annotations can come from, but for pods and namespaces: group, resource. */
  private static final Map<String, List<String>> SOURCES =
      Map.of(
          "node", List.of("", "nodes"),
          "deployment", List.of("apps", "deployments"),
          "statefulset", List.of("apps", "statefulsets"),
          "daemonset", List.of("apps", "daemonsets"),
          "job", List.of("batch", "jobs"));

  private Rules() {}

  static List<Grant> attributes(JsonNode settings) {
    var extract = settings.path("extract");
    var metadata = strings(extract.path("metadata")).toList();
    var sources =
        Stream.of("labels", "annotations")
            .flatMap(key -> stream(extract.path(key)))
            .map(rule -> rule.path("from").asText())
            .toList();
    var only = settings.path("filter").path("namespace").asText();
    var grants = new ArrayList<Grant>();
    if (only.isEmpty()) {
      grants.add(everywhere("", List.of("pods", "namespaces"), GET_WATCH_LIST));
    } else {
      grants.add(in(only, "", List.of("pods"), GET_WATCH_LIST));
      if (sources.contains("namespace")) {
        grants.add(everywhere("", List.of("namespaces"), GET_WATCH_LIST));
      }
    }
    if (metadata.isEmpty() || metadata.stream().anyMatch(REPLICA_SET_METADATA::contains)) {
      grants.add(in(only, "apps", List.of("replicasets"), GET_WATCH_LIST));
    }
    if (metadata.stream().anyMatch(key -> key.contains("k8s.node"))) {
      grants.add(everywhere("", List.of("nodes"), GET_WATCH_LIST));
    }
    if (metadata.contains("k8s.cronjob.uid")) {
      grants.add(in(only, "batch", List.of("jobs"), GET_WATCH_LIST));
    }
    for (var source : new java.util.TreeMap<>(SOURCES).entrySet()) {
      if (sources.contains(source.getKey())) {
        var isOfNamespace = !source.getKey().equals("node");
        grants.add(
            in(
                isOfNamespace ? only : Grant.EVERYWHERE,
                source.getValue().getFirst(),
                List.of(source.getValue().getLast()),
                GET_WATCH_LIST));
      }
    }
    return grants;
  }

  static List<Grant> detection(JsonNode settings) {
    var grants = new ArrayList<Grant>();
    for (var detector : strings(settings.path("detectors")).toList()) {
      switch (detector) {
        case "k8snode", "k8s_node" ->
            grants.add(everywhere("", List.of("nodes"), List.of("get", "list")));
        case "openshift" ->
            grants.add(
                everywhere(
                    "config.openshift.io",
                    List.of("infrastructures", "infrastructures/status"),
                    GET_WATCH_LIST));
        case "eks" -> grants.add(everywhere("", List.of("nodes"), GET));
        case "kubeadm" -> {
          grants.add(in("kube-system", "", List.of("configmaps"), GET));
          grants.add(everywhere("", List.of("namespaces"), GET));
        }
        default -> {}
      }
    }
    return grants;
  }

  static List<Grant> kubeletStats(JsonNode settings) {
    var grants = new ArrayList<Grant>();
    grants.add(everywhere("", List.of("nodes/stats"), GET));
    if (!settings.path("extra_metadata_labels").isEmpty()
        || UTILIZATION.stream()
            .anyMatch(name -> settings.path("metrics").path(name).path("enabled").asBoolean())) {
      grants.add(everywhere("", List.of("nodes/proxy"), GET));
    }
    return grants;
  }

  static List<Grant> events(JsonNode settings) {
    return Grant.places(strings(settings.path("namespaces")).toList())
        .map(place -> in(place, "", List.of("events"), GET_LIST_WATCH))
        .toList();
  }

  static List<Grant> cluster(JsonNode settings) {
    var namespaces =
        Stream.concat(
                strings(settings.path("namespaces")),
                Stream.of(settings.path("namespace").asText()))
            .filter(Predicate.not(String::isEmpty))
            .toList();
    var grants = new ArrayList<Grant>();
    Grant.places(namespaces).forEach(place -> grants.addAll(cluster(place)));
    if (settings.path("distribution").asText().equals("openshift")) {
      grants.add(
          everywhere("quota.openshift.io", List.of("clusterresourcequotas"), GET_LIST_WATCH));
    }
    return grants;
  }

  private static List<Grant> cluster(String place) {
    var core =
        Stream.of(
                "events",
                "namespaces",
                "namespaces/status",
                "nodes",
                "nodes/spec",
                "persistentvolumeclaims",
                "persistentvolumes",
                "pods",
                "pods/status",
                "replicationcontrollers",
                "replicationcontrollers/status",
                "resourcequotas",
                "services")
            .filter(
                resource ->
                    place.isEmpty()
                        || !(resource.startsWith("namespaces")
                            || resource.startsWith("nodes")
                            || resource.equals("persistentvolumes")))
            .toList();
    return List.of(
        in(place, "", core, GET_LIST_WATCH),
        in(
            place,
            "apps",
            List.of("daemonsets", "deployments", "replicasets", "statefulsets"),
            GET_LIST_WATCH),
        in(
            place,
            "extensions",
            List.of("daemonsets", "deployments", "replicasets"),
            GET_LIST_WATCH),
        in(place, "batch", List.of("jobs", "cronjobs"), GET_LIST_WATCH),
        in(place, "autoscaling", List.of("horizontalpodautoscalers"), GET_LIST_WATCH));
  }

  static List<Grant> objects(JsonNode settings) {
    return stream(settings.path("objects"))
        .filter(object -> !object.path("name").asText().isEmpty())
        .flatMap(Rules::object)
        .toList();
  }

  private static Stream<Grant> object(JsonNode object) {
    var name = object.path("name").asText();
    var group = object.path("group").asText();
    var isEvent = name.equals("events") && (group.isEmpty() || group.equals("events.k8s.io"));
    var verbs = new ArrayList<>(List.of("list"));
    switch (object.path("mode").asText()) {
      case "pull" -> {
        if (!isEvent) {
          verbs.add("get");
        }
      }
      case "watch" -> verbs.add("watch");
      default -> {}
    }
    return Grant.places(strings(object.path("namespaces")).toList())
        .map(place -> in(place, group, List.of(name), verbs));
  }

  /** Pods are observed unless that is switched off; the rest only where it is switched on. */
  static List<Grant> observer(JsonNode settings) {
    var places = Grant.places(strings(settings.path("namespaces")).toList()).toList();
    var grants = new ArrayList<Grant>();
    if (settings.path("observe_pods").asBoolean(true)) {
      places.forEach(place -> grants.add(in(place, "", List.of("pods"), LIST_WATCH)));
    }
    if (settings.path("observe_services").asBoolean()) {
      places.forEach(place -> grants.add(in(place, "", List.of("services"), LIST_WATCH)));
    }
    if (settings.path("observe_nodes").asBoolean()) {
      grants.add(everywhere("", List.of("nodes"), LIST_WATCH));
    }
    if (settings.path("observe_ingresses").asBoolean()) {
      places.forEach(
          place -> grants.add(in(place, "networking.k8s.io", List.of("ingresses"), LIST_WATCH)));
    }
    return grants;
  }

  static List<Grant> leases(JsonNode settings) {
    return List.of(
        everywhere(
            "coordination.k8s.io",
            List.of("leases"),
            List.of("get", "list", "watch", "create", "update", "patch", "delete")));
  }

  /** Where the Prometheus receiver finds its targets by itself. */
  static List<Grant> discovery(JsonNode settings) {
    return ScrapeGrants.ofJobs(stream(settings.path("config").path("scrape_configs")));
  }

  /** The receivers that a receiver_creator makes need what they need elsewhere. */
  static List<Grant> created(JsonNode settings) {
    return settings.path("receivers").properties().stream()
        .flatMap(
            child ->
                Components.of(Section.RECEIVERS, new ComponentId(child.getKey()))
                    .grants(child.getValue().path("config"))
                    .stream())
        .toList();
  }

  /** The addresses behind a Service, for the exporter that spreads its load. */
  static List<Grant> resolver(JsonNode settings) {
    var service = settings.path("resolver").path("k8s").path("service").asText();
    if (service.isEmpty()) {
      return List.of();
    }
    var parts = service.split("\\.", -1);
    var place = parts.length > 1 ? parts[1] : Grant.OWN;
    return List.of(
        in(place, "discovery.k8s.io", List.of("endpointslices"), GET_LIST_WATCH),
        in(place, "", List.of("endpoints"), GET_LIST_WATCH));
  }

  static List<Grant> containerInsight(JsonNode settings) {
    return List.of(
        everywhere("", List.of("pods", "nodes", "endpoints"), GET_LIST_WATCH),
        everywhere("", List.of("nodes/proxy", "nodes/stats"), GET),
        everywhere("apps", List.of("replicasets"), LIST_WATCH),
        everywhere("batch", List.of("jobs"), LIST_WATCH));
  }

  private static Stream<String> strings(JsonNode list) {
    return stream(list).map(JsonNode::asText);
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return list.isArray() ? StreamSupport.stream(list.spliterator(), false) : Stream.empty();
  }
}
