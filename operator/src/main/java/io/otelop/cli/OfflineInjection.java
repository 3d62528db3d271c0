// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.collector.KnownSidecars;
import io.otelop.collector.SidecarInjector;
import io.otelop.collector.SidecarNeeds;
import io.otelop.collector.Sidecars;
import io.otelop.collector.Sidecars.Candidate;
import io.otelop.crds.instrumentation.ClusterInstrumentation;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.InstrumentationFacts;
import io.otelop.instrumentation.InstrumentationInjector;
import io.otelop.instrumentation.KnownInstrumentations;
import io.otelop.instrumentation.TlsObjects;
import io.otelop.pod.NamespaceLookup;
import io.otelop.pod.PodAdmission;
import io.otelop.pod.PodAnswer;
import io.otelop.pod.PodFacts;
import io.otelop.pod.PodFeatures;
import io.otelop.pod.Workload;
import io.otelop.reason.Finding;
import io.otelop.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the webhook would answer, from manifests instead of a cluster. */
final class OfflineInjection {

  private final PodAdmission admission;
  private final NamespaceLookup namespaces;
  private final String namespace;
  private final PodFeatures features;

  private OfflineInjection(
      PodAdmission admission, NamespaceLookup namespaces, String namespace, PodFeatures features) {
    this.admission = admission;
    this.namespaces = namespaces;
    this.namespace = namespace;
    this.features = features;
  }

  /**
   * Knows what the documents say.
   *
   * @param documents Instrumentations, collectors, Namespaces, limit ranges, quotas and Nodes count
   * @param namespace of documents that name none
   */
  static OfflineInjection of(List<JsonNode> documents, String namespace, Settings settings) {
    var facts = InstrumentationFacts.of(settings);
    var known = new KnownInstrumentations(facts);
    var sidecars = new KnownSidecars(() -> RunCommand.collectorFacts(settings, List.of()));
    var namespaces = new HashMap<String, NamespaceLookup.Metadata>();
    var limits = new OfflineLimits(namespace);
    var collectors = new HashMap<String, Candidate>();
    for (var document : documents) {
      if (Manifests.isOf(document, "Instrumentation")) {
        known.put(Manifests.as(document, Instrumentation.class, namespace));
      }
      if (Manifests.isOf(document, "OpenTelemetryCollector")) {
        var collector = OfflineOperands.read(document, namespace);
        sidecars.put(collector);
        var metadata = collector.getMetadata();
        collectors.put(
            metadata.getNamespace() + "/" + metadata.getName(),
            Candidate.of(collector, RunCommand.collectorFacts(settings, List.of())));
      }
      if (Manifests.isOf(document, "ClusterInstrumentation")) {
        known.put(Manifests.as(document, ClusterInstrumentation.class));
      }
      limits.add(document);
      if (document.path("kind").asText().equals("Namespace")) {
        var metadata = document.path("metadata");
        namespaces.put(
            metadata.path("name").asText(),
            new NamespaceLookup.Metadata(
                ClusterInjection.texts(metadata.path("annotations")),
                ClusterInjection.texts(metadata.path("labels"))));
      }
    }
    var injector = new InstrumentationInjector(facts, known, TlsObjects.NONE_MISSING);
    return new OfflineInjection(
        new PodAdmission(
            List.of(
                new SidecarInjector(new AllCollectors(sidecars, collectors), SidecarNeeds.MET),
                injector)),
        name ->
            Optional.of(
                namespaces
                    .getOrDefault(name, NamespaceLookup.Metadata.NONE)
                    .under(limits.of(name))),
        namespace,
        features(documents));
  }

  /** No API server is older than its nodes. */
  private static PodFeatures features(List<JsonNode> documents) {
    var nodes =
        documents.stream()
            .filter(document -> document.path("kind").asText().equals("Node"))
            .map(document -> document.at("/status/nodeInfo"))
            .map(
                info ->
                    new PodFeatures.Node(
                        info.path("kubeletVersion").asText(""),
                        info.path("containerRuntimeVersion").asText("")))
            .toList();
    return nodes.isEmpty()
        ? PodFeatures.MAINTAINED
        : PodFeatures.of(nodes.getFirst().kubelet(), nodes);
  }

  /** Those that have pods of their own are told by name, so that a pod hears why it gets none. */
  private record AllCollectors(Sidecars sidecars, Map<String, Candidate> all) implements Sidecars {

    @Override
    public Optional<Candidate> find(String namespace, String name) {
      return Optional.ofNullable(all.get(namespace + "/" + name));
    }

    @Override
    public List<Candidate> in(String namespace) {
      return sidecars.in(namespace);
    }
  }

  /** What is odd about the annotations of a workload and its namespace. */
  List<Finding> remarks(Workload workload) {
    return AnnotationCheck.of(workload, metadata(workload));
  }

  private NamespaceLookup.Metadata metadata(Workload workload) {
    return namespaces.find(workload.namespace(namespace)).orElse(NamespaceLookup.Metadata.NONE);
  }

  /** What becomes of a workload's pods. */
  PodAnswer answer(Workload workload) {
    var place = workload.namespace(namespace);
    var metadata = metadata(workload);
    return admission.answer(
        new PodFacts(
                workload.pod(),
                place,
                metadata.annotations(),
                metadata.labels(),
                workload.owners(),
                features)
            .under(metadata.limits()));
  }
}
