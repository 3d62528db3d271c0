// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.cli.CollectorExplanation.Condition;
import io.otelop.cluster.ObjectReads;
import io.otelop.cluster.ObjectReads.Kind;
import io.otelop.collector.CollectorFacts;
import io.otelop.collector.CollectorObjects;
import io.otelop.collector.CollectorObjects.Permission;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.naming.Labels;
import io.otelop.naming.ObjectNames;
import io.otelop.reason.Advice;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Puts together what is known about a collector: what its spec means today, which needs no operator
 * that runs, and what there is of it.
 */
final class CollectorExplanations {

  private static final List<Kind> WORKLOADS =
      List.of(Kinds.DEPLOYMENT, Kinds.STATEFUL_SET, Kinds.DAEMON_SET);

  /** What grants permissions. */
  private static final Map<String, Kind> ROLES =
      Map.of(Kinds.CLUSTER_ROLE.kind(), Kinds.CLUSTER_ROLE, Kinds.ROLE.kind(), Kinds.ROLE);

  private final ObjectReads reads;
  private final List<String> unread = new ArrayList<>();

  private CollectorExplanations(ObjectReads reads) {
    this.reads = reads;
  }

  /** Reads what belongs to a collector. */
  static CollectorExplanation of(JsonNode collector, CollectorFacts facts, ObjectReads reads) {
    return new CollectorExplanations(reads).explain(collector, facts);
  }

  private CollectorExplanation explain(JsonNode collector, CollectorFacts facts) {
    var namespace = collector.at("/metadata/namespace").asText();
    var name = collector.at("/metadata/name").asText();
    var meant = CollectorObjects.of(Manifests.as(collector, OpenTelemetryCollector.class), facts);
    var selector =
        Stream.of(
                Labels.MANAGED_BY + "=" + Labels.OPERATOR,
                Labels.COMPONENT + "=" + Labels.OPENTELEMETRY_COLLECTOR,
                Labels.INSTANCE + "=" + ObjectNames.instance(namespace, name))
            .collect(Collectors.joining(","));
    var workloads = new ArrayList<String>();
    for (var kind : WORKLOADS) {
      attempt(kind, () -> reads.each(kind, namespace, selector, it -> workloads.add(workload(it))));
    }
    var running = new TreeSet<String>();
    var unhealthy = new ArrayList<String>();
    attempt(
        Kinds.POD,
        () ->
            reads.each(
                Kinds.POD,
                namespace,
                selector,
                pod -> {
                  running.addAll(revisions(pod));
                  unhealthy.addAll(unhealthy(pod));
                }));
    var ports = new ArrayList<String>();
    attempt(
        Kinds.SERVICE,
        () -> reads.each(Kinds.SERVICE, namespace, selector, it -> ports.addAll(ports(it))));
    return new CollectorExplanation(
        namespace,
        name,
        collector.at("/spec/mode").asText("deployment"),
        configMap(meant).orElse(""),
        List.copyOf(running),
        meant.findings().stream().map(Explanations::note).toList(),
        conditions(collector),
        workloads,
        unhealthy,
        ports,
        meant.permissions().stream().map(CollectorExplanations::permission).distinct().toList(),
        meant.objects().stream().map(this::role).flatMap(Optional::stream).toList(),
        EventNotes.of(reads, namespace, Kinds.COLLECTOR.kind(), name, unread),
        unread,
        commands(
            meant.findings(),
            conditions(collector),
            new Advice.Place(namespace, "opentelemetrycollector", name)));
  }

  /** What may not be read is told, and does not keep the rest from being looked at. */
  private void attempt(Kind kind, Runnable read) {
    try {
      read.run();
    } catch (KubernetesClientException refused) {
      unread.add(kind.plural() + ": " + CollectorPlanning.message(refused));
    }
  }

  private static Optional<String> configMap(CollectorObjects meant) {
    return meant.objects().stream()
        .filter(it -> it.getKind().equals(Kinds.CONFIG_MAP.kind()))
        .map(it -> it.getMetadata().getName())
        .findFirst();
  }

  static List<Condition> conditions(JsonNode resource) {
    return list(resource.at("/status/conditions")).stream()
        .map(
            it ->
                new Condition(
                    it.path("type").asText(),
                    it.path("status").asText(),
                    it.path("reason").asText(),
                    it.path("message").asText()))
        .toList();
  }

  private static String workload(JsonNode workload) {
    var status = workload.path("status");
    var isDaemonSet = workload.path("kind").asText().equals(Kinds.DAEMON_SET.kind());
    var wanted =
        isDaemonSet
            ? status.path("desiredNumberScheduled").asInt()
            : workload.at("/spec/replicas").asInt(1);
    var ready = status.path(isDaemonSet ? "numberReady" : "readyReplicas").asInt();
    return "%s %s: %d of %d ready"
        .formatted(
            workload.path("kind").asText(), workload.at("/metadata/name").asText(), ready, wanted);
  }

  private static List<String> revisions(JsonNode pod) {
    return list(pod.at("/spec/volumes")).stream()
        .filter(volume -> volume.path("name").asText().equals(CollectorObjects.CONFIG_VOLUME))
        .map(volume -> volume.at("/configMap/name").asText())
        .toList();
  }

  private static List<String> unhealthy(JsonNode pod) {
    var name = pod.at("/metadata/name").asText();
    var unhealthy = new ArrayList<String>();
    for (var condition : list(pod.at("/status/conditions"))) {
      if (condition.path("type").asText().equals("PodScheduled")
          && condition.path("status").asText().equals("False")) {
        unhealthy.add(
            "pod %s is on no node: %s".formatted(name, condition.path("message").asText()));
      }
    }
    for (var container : list(pod.at("/status/containerStatuses"))) {
      if (!container.path("ready").asBoolean()) {
        unhealthy.add(
            "pod %s, container %s: %s"
                .formatted(name, container.path("name").asText(), why(container)));
      }
    }
    return unhealthy;
  }

  private static String why(JsonNode container) {
    var waiting = container.at("/state/waiting");
    var ended = container.at("/lastState/terminated");
    var now = waiting.path("reason").asText("it is not ready");
    var said =
        Stream.of(ended.path("message").asText(""), waiting.path("message").asText(""))
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse("");
    return said.isEmpty() ? now : now + ": " + said.strip().replaceAll("\\s*\\n\\s*", " | ");
  }

  private static List<String> ports(JsonNode service) {
    return list(service.at("/spec/ports")).stream()
        .map(
            port ->
                "%s:%s %s %s"
                    .formatted(
                        service.at("/metadata/name").asText(),
                        port.path("port").asText(),
                        port.path("protocol").asText(),
                        port.path("name").asText()))
        .toList();
  }

  private static String permission(Permission permission) {
    var rule = permission.rule();
    return "%s: %s of %s, %s"
        .formatted(
            permission.component(),
            String.join(", ", rule.getVerbs()),
            Stream.concat(
                    rule.getResources().stream(),
                    Objects.requireNonNullElse(rule.getNonResourceURLs(), List.<String>of())
                        .stream())
                .collect(Collectors.joining(", ")),
            permission.namespace().isEmpty()
                ? "in the whole cluster"
                : "in namespace " + permission.namespace());
  }

  private Optional<String> role(HasMetadata desired) {
    var kind = ROLES.get(desired.getKind());
    if (kind == null) {
      return Optional.empty();
    }
    var namespace = Objects.requireNonNullElse(desired.getMetadata().getNamespace(), "");
    var name = desired.getMetadata().getName();
    var text = kind.kind() + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    try {
      return Optional.of(
          reads.get(kind, namespace, name).isPresent() ? text : text + ", which is not there");
    } catch (KubernetesClientException refused) {
      return Optional.of(text + ", which could not be read");
    }
  }

  private static List<String> commands(
      List<Finding> findings, List<Condition> conditions, Advice.Place place) {
    var commands = new LinkedHashSet<String>();
    findings.stream()
        .filter(finding -> finding.reason().severity() != Severity.INFO)
        .map(finding -> Reasons.command(finding, place))
        .forEach(commands::add);
    commands.addAll(Reasons.commands(conditions, place));
    commands.remove("");
    // It is what was done to get here.
    commands.remove(
        "kubectl otel -n %s explain collector %s".formatted(place.namespace(), place.name()));
    return List.copyOf(commands);
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
