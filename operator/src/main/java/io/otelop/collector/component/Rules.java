// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What components may read of the cluster, by their settings. Rules: collector.md 5.2. */
final class Rules {

  private static final List<String> READ = List.of("get", "list", "watch");

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

  private Rules() {}

  static PolicyRule rule(String group, List<String> resources, String... verbs) {
    return rule(group, resources, List.of(verbs));
  }

  private static PolicyRule rule(String group, List<String> resources, List<String> verbs) {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resources)
        .withVerbs(verbs)
        .build();
  }

  static List<PolicyRule> attributes(JsonNode settings) {
    var metadata = strings(settings.path("extract").path("metadata")).toList();
    var rules = new ArrayList<PolicyRule>();
    rules.add(rule("", List.of("pods", "namespaces"), READ));
    if (metadata.isEmpty() || metadata.stream().anyMatch(REPLICA_SET_METADATA::contains)) {
      rules.add(rule("apps", List.of("replicasets"), READ));
    }
    if (metadata.stream().anyMatch(key -> key.contains("k8s.node"))) {
      rules.add(rule("", List.of("nodes"), READ));
    }
    return rules;
  }

  static List<PolicyRule> detection(JsonNode settings) {
    var rules = new ArrayList<PolicyRule>();
    strings(settings.path("detectors"))
        .forEach(
            detector -> {
              if (detector.equals("k8snode")) {
                rules.add(rule("", List.of("nodes"), "get", "list"));
              } else if (detector.equals("openshift")) {
                rules.add(
                    rule(
                        "config.openshift.io",
                        List.of("infrastructures", "infrastructures/status"),
                        READ));
              }
            });
    return rules;
  }

  static List<PolicyRule> kubeletStats(JsonNode settings) {
    var rules = new ArrayList<PolicyRule>();
    rules.add(rule("", List.of("nodes/stats"), "get"));
    if (!settings.path("extra_metadata_labels").isEmpty()
        || UTILIZATION.stream()
            .anyMatch(name -> settings.path("metrics").path(name).path("enabled").asBoolean())) {
      rules.add(rule("", List.of("nodes/proxy"), "get"));
    }
    return rules;
  }

  static List<PolicyRule> cluster(JsonNode settings) {
    var rules = new ArrayList<PolicyRule>();
    rules.add(
        rule(
            "",
            List.of(
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
                "services"),
            READ));
    rules.add(
        rule("apps", List.of("daemonsets", "deployments", "replicasets", "statefulsets"), READ));
    rules.add(rule("extensions", List.of("daemonsets", "deployments", "replicasets"), READ));
    rules.add(rule("batch", List.of("jobs", "cronjobs"), READ));
    rules.add(rule("autoscaling", List.of("horizontalpodautoscalers"), READ));
    if (settings.path("distribution").asText().equals("openshift")) {
      rules.add(rule("quota.openshift.io", List.of("clusterresourcequotas"), READ));
    }
    return rules;
  }

  static List<PolicyRule> objects(JsonNode settings) {
    return StreamSupport.stream(settings.path("objects").spliterator(), false)
        .filter(object -> !object.path("name").asText().isEmpty())
        .map(Rules::object)
        .toList();
  }

  private static PolicyRule object(JsonNode object) {
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
    return rule(group, List.of(name), verbs);
  }

  static List<PolicyRule> observer(JsonNode settings) {
    return Stream.of("pods", "services", "nodes")
        .filter(resource -> settings.path("observe_" + resource).asBoolean())
        .map(resource -> rule("", List.of(resource), "list", "watch"))
        .toList();
  }

  private static Stream<String> strings(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText);
  }
}
