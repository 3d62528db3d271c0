// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.collector.SidecarInjector;
import io.otelop.collector.SidecarNeeds;
import io.otelop.collector.SidecarReason;
import io.otelop.collector.Sidecars;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.InstrumentationFacts;
import io.otelop.instrumentation.InstrumentationInjector;
import io.otelop.instrumentation.KnownInstrumentations;
import io.otelop.pod.Decision;
import io.otelop.pod.NamespaceLimits;
import io.otelop.pod.PodAdmission;
import io.otelop.pod.PodFacts;
import io.otelop.pod.PodInjector;
import io.otelop.pod.PodReason;
import io.otelop.pod.Workload;
import io.otelop.reason.Reason;
import io.otelop.settings.InstrumentationSettings;
import io.otelop.settings.Settings;
import io.otelop.testing.Yaml;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The objects in {@code golden/troubleshooting/REASON.yaml}, which lead to the reason.
 *
 * @param documents a workload with what decides about it, or an Instrumentation alone
 */
record ReasonCase(Reason reason, List<JsonNode> documents) {

  static final Path FOLDER = Path.of("src/test/resources/golden/troubleshooting");

  private static final Settings SETTINGS =
      Settings.defaults().with(InstrumentationSettings.GO, true);

  static final InstrumentationFacts FACTS = InstrumentationFacts.of(SETTINGS);

  static ReasonCase of(Reason reason) {
    return new ReasonCase(reason, Yaml.documents(FOLDER.resolve(reason.code() + ".yaml")));
  }

  /** The workload; empty where the case is about an Instrumentation. */
  Optional<Workload> workload() {
    return documents.stream().flatMap(it -> Workload.of(it).stream()).findFirst();
  }

  /** What decides about its pods. */
  PodAdmission admission() {
    var known = new KnownInstrumentations(FACTS);
    documents.stream()
        .filter(document -> Manifests.isOf(document, "Instrumentation"))
        .forEach(document -> known.put(Yaml.as(document, Instrumentation.class)));
    PodInjector agents =
        reason == PodReason.InternalError
            ? new Broken()
            : new InstrumentationInjector(FACTS, known, (_, _, name) -> name.equals("absent"));
    SidecarNeeds needs = (_, _) -> reason != SidecarReason.ConfigNotWritten;
    return new PodAdmission(
        List.of(new SidecarInjector(new CollectorsOfCase(documents), needs), agents));
  }

  /** A pod of the workload. */
  PodFacts facts(Workload workload) {
    return new PodFacts(workload.pod(), "shop", Map.of(), namespaceLabels(), workload.owners())
        .under(limits());
  }

  NamespaceLimits limits() {
    var limits = new OfflineLimits("shop");
    documents.forEach(limits::add);
    return limits.of("shop");
  }

  Map<String, String> namespaceLabels() {
    return documents.stream()
        .filter(document -> document.path("kind").asText().equals("Namespace"))
        .findFirst()
        .map(namespace -> ClusterInjection.texts(namespace.at("/metadata/labels")))
        .orElse(Map.of());
  }

  /** The collectors of a case. */
  private record CollectorsOfCase(SortedMap<String, Candidate> byName) implements Sidecars {

    CollectorsOfCase(List<JsonNode> documents) {
      this(new TreeMap<>());
      var facts = RunCommand.collectorFacts(SETTINGS, List.of());
      documents.stream()
          .filter(document -> Manifests.isOf(document, "OpenTelemetryCollector"))
          .map(document -> Yaml.as(document, OpenTelemetryCollector.class))
          .forEach(it -> byName.put(it.getMetadata().getName(), Candidate.of(it, facts)));
    }

    @Override
    public Optional<Candidate> find(String namespace, String name) {
      return Optional.ofNullable(byName.get(name));
    }

    @Override
    public List<Candidate> in(String namespace) {
      return List.copyOf(byName.values());
    }
  }

  private static final class Broken implements PodInjector {

    @Override
    public String name() {
      return "instrumentation";
    }

    @Override
    public List<Decision> decide(PodFacts facts) {
      throw new IllegalStateException("broken on purpose");
    }
  }
}
