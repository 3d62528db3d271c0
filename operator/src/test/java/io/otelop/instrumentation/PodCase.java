// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.otelop.child.ClusterFacts;
import io.otelop.child.OperandDefaults;
import io.otelop.collector.CollectorFacts;
import io.otelop.collector.KnownSidecars;
import io.otelop.collector.SidecarInjector;
import io.otelop.collector.SidecarNeeds;
import io.otelop.collector.Sidecars;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.pod.Decision;
import io.otelop.pod.Decision.Injected;
import io.otelop.pod.Decision.Removed;
import io.otelop.pod.Decision.Skipped;
import io.otelop.pod.NamespaceLimits;
import io.otelop.pod.Owner;
import io.otelop.pod.OwnerLookup;
import io.otelop.pod.PodAdmission;
import io.otelop.pod.PodAnswer;
import io.otelop.pod.PodFacts;
import io.otelop.pod.PodFeatures;
import io.otelop.pod.PodFeatures.Node;
import io.otelop.reason.Finding;
import io.otelop.settings.InstrumentationSettings;
import io.otelop.settings.Settings;
import io.otelop.testing.Yaml;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * A pod of a golden case, as the Deployment controller would make it of a Deployment, and the
 * Instrumentations beside it.
 */
final class PodCase {

  private static final String HASH = "5f6b9c7d8";
  private static final String UNKNOWN_UID = "22222222-2222-2222-2222-222222222222";

  private static final CollectorFacts COLLECTORS =
      new CollectorFacts(
          new OperandDefaults("collector.test/otelcol:1", "1", List.of(), _ -> true, _ -> true),
          true,
          Set.of(),
          new ClusterFacts(true, Set.of()));

  private final String namespace;
  private final List<JsonNode> documents;
  private final String upstream;

  PodCase(Path folder) {
    namespace = "cap-pod-" + folder.getFileName();
    documents = Yaml.documents(folder.resolve("in.yaml"));
    upstream = Yaml.read(folder.resolve("upstream.yaml"));
  }

  /** What becomes of the pod. */
  PodAnswer answer() {
    return answer(pod());
  }

  PodAnswer answer(JsonNode pod) {
    var facts = facts();
    var injector =
        new InstrumentationInjector(facts, instrumentations(facts), TlsObjects.NONE_MISSING);
    return new PodAdmission(List.of(new SidecarInjector(sidecars(), SidecarNeeds.MET), injector))
        .answer(facts(pod));
  }

  /** The pod as it comes. */
  JsonNode pod() {
    return first("Pod").orElseGet(() -> podOf(first("Deployment").orElseThrow()));
  }

  /** Labels of the pod's namespace. */
  Map<String, String> namespaceLabels() {
    return ofNamespace("labels");
  }

  /** Limit ranges and quotas of the pod's namespace. */
  List<JsonNode> limits() {
    return documents.stream()
        .filter(it -> Set.of("LimitRange", "ResourceQuota").contains(it.path("kind").asText()))
        .toList();
  }

  /** The decisions as a document. */
  static List<Map<String, Object>> shown(List<Decision> decisions) {
    return decisions.stream().map(PodCase::shown).toList();
  }

  private static Map<String, Object> shown(Decision decision) {
    var shown = new HashMap<String, Object>();
    shown.put("injection", decision.subject().injection());
    if (!decision.subject().container().isEmpty()) {
      shown.put("container", decision.subject().container());
    }
    switch (decision) {
      case Injected(_, var source, _, var remarks) -> {
        shown.put("injected by", source.kind() + " " + source.name());
        if (!remarks.isEmpty()) {
          shown.put("remarks", remarks.stream().map(PodCase::shown).toList());
        }
      }
      case Removed(_, _, var finding) -> shown.put("removed", shown(finding));
      case Skipped(_, var finding) -> shown.put("skipped", shown(finding));
    }
    return shown;
  }

  private static String shown(Finding finding) {
    return finding.reason().code() + ": " + finding.sentence();
  }

  /** Everything is enabled, and images have the tag of the captures. */
  static InstrumentationFacts facts() {
    var settings =
        Settings.defaults()
            .with(InstrumentationSettings.GO, true)
            .with(InstrumentationSettings.NGINX, true);
    var facts = InstrumentationFacts.of(settings);
    var images = new HashMap<String, String>();
    facts
        .images()
        .forEach(
            (language, image) -> images.put(language, image.replaceFirst(":[^:]*$", ":0.0.0")));
    return new InstrumentationFacts(facts.enabled(), true, images);
  }

  private Instrumentations instrumentations(InstrumentationFacts facts) {
    var known = new KnownInstrumentations(facts);
    for (var document : documents) {
      if (document.path("kind").asText().equals("Instrumentation")) {
        var resource = Yaml.as(document, Instrumentation.class);
        if (resource.getMetadata().getNamespace() == null) {
          resource.getMetadata().setNamespace(namespace);
        }
        known.put(resource);
      }
    }
    return known;
  }

  private Sidecars sidecars() {
    var known = new KnownSidecars(() -> COLLECTORS);
    for (var document : documents) {
      if (document.path("kind").asText().equals("OpenTelemetryCollector")) {
        var resource = Yaml.as(document, OpenTelemetryCollector.class);
        if (resource.getMetadata().getNamespace() == null) {
          resource.getMetadata().setNamespace(namespace);
        }
        known.put(resource);
      }
    }
    return known;
  }

  private PodFacts facts(JsonNode pod) {
    var deployment =
        first("Deployment").map(document -> document.at("/metadata/name").asText()).orElse("");
    OwnerLookup owners =
        (_, owned) ->
            owned.kind().equals("ReplicaSet") && !deployment.isEmpty()
                ? Optional.of(List.of(new Owner("Deployment", deployment, uid("deployment"))))
                : Optional.empty();
    var features = first("Cluster").map(PodCase::features).orElse(PodFeatures.NONE);
    return new PodFacts(pod, namespace, ofNamespace("annotations"), namespaceLabels(), owners)
        .in(features)
        .under(
            NamespaceLimits.of(
                all("LimitRange", LimitRange.class), all("ResourceQuota", ResourceQuota.class)));
  }

  /** Not of Kubernetes: what API server and nodes are, as they tell it. */
  private static PodFeatures features(JsonNode document) {
    var nodes =
        StreamSupport.stream(document.path("nodes").spliterator(), false)
            .map(node -> new Node(node.path("kubelet").asText(), node.path("runtime").asText()))
            .toList();
    return PodFeatures.of(document.path("server").asText(), nodes);
  }

  /** What the case's Namespace has in a map of its metadata. */
  private Map<String, String> ofNamespace(String field) {
    var values = new HashMap<String, String>();
    first("Namespace")
        .ifPresent(
            document ->
                document
                    .path("metadata")
                    .path(field)
                    .properties()
                    .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText())));
    return values;
  }

  private JsonNode podOf(JsonNode deployment) {
    var name = deployment.at("/metadata/name").asText();
    var hash = captured("pod-template-hash: '?([0-9a-z]+)").orElse(HASH);
    var template = (ObjectNode) deployment.at("/spec/template").deepCopy();
    var metadata = (ObjectNode) template.get("metadata");
    metadata.put("generateName", name + "-" + hash + "-");
    ((ObjectNode) metadata.get("labels")).put("pod-template-hash", hash);
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "apps/v1")
        .put("blockOwnerDeletion", true)
        .put("controller", true)
        .put("kind", "ReplicaSet")
        .put("name", name + "-" + hash)
        .put("uid", uid("replicaset"));
    var pod = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Pod");
    pod.set("metadata", metadata);
    pod.set("spec", template.get("spec"));
    return pod;
  }

  /** The uid that the captured pod tells. */
  private String uid(String owner) {
    return captured("k8s\\." + owner + "\\.uid=([0-9a-f-]+)").orElse(UNKNOWN_UID);
  }

  private Optional<String> captured(String pattern) {
    return Pattern.compile(pattern)
        .matcher(upstream)
        .results()
        .map(result -> result.group(1))
        .findFirst();
  }

  private <T> List<T> all(String kind, Class<T> type) {
    return documents.stream()
        .filter(document -> document.path("kind").asText().equals(kind))
        .map(document -> Yaml.as(document, type))
        .toList();
  }

  private Optional<JsonNode> first(String kind) {
    return documents.stream()
        .filter(document -> document.path("kind").asText().equals(kind))
        .findFirst();
  }
}
