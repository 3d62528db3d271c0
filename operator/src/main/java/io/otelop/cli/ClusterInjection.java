// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.cluster.KnownPodFeatures;
import io.otelop.cluster.MetadataReads;
import io.otelop.cluster.MountedObjects;
import io.otelop.cluster.MountedObjects.Presence;
import io.otelop.cluster.ObjectReads;
import io.otelop.collector.SidecarInjector;
import io.otelop.collector.SidecarNeeds;
import io.otelop.collector.Sidecars;
import io.otelop.instrumentation.EffectiveInstrumentation.Result;
import io.otelop.instrumentation.FiledInstrumentation;
import io.otelop.instrumentation.InstrumentationFacts;
import io.otelop.instrumentation.InstrumentationInjector;
import io.otelop.instrumentation.Instrumentations;
import io.otelop.instrumentation.RunningPods;
import io.otelop.instrumentation.TlsObjects;
import io.otelop.pod.NamespaceLookup;
import io.otelop.pod.OwnerLookup;
import io.otelop.pod.PodAdmission;
import io.otelop.pod.PodAnswer;
import io.otelop.pod.PodFacts;
import io.otelop.pod.PodFeatures;
import io.otelop.pod.Workload;
import io.otelop.settings.InstrumentationSettings;
import io.otelop.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What the webhook of a cluster would answer today, found out with the rights of whoever asks and
 * without the operator: the same functions over the same objects.
 */
final class ClusterInjection {

  private final ObjectReads reads;
  private final Consumer<String> remarks;
  private final Instrumentations known;
  private final InstrumentationInjector injector;
  private final SidecarInjector sidecars;
  private final PodAdmission admission;
  private final RunningPods running;
  private final PodFeatures features;
  private final Map<String, NamespaceLookup.Metadata> namespaces = new HashMap<>();

  /**
   * Reads what is asked for, when it is asked for.
   *
   * @param remarks told of what may not be read
   */
  ClusterInjection(Access access, Settings settings, Sidecars sidecars, Consumer<String> remarks) {
    this(
        access,
        InstrumentationFacts.of(settings),
        read(access, settings, remarks),
        sidecars,
        remarks);
  }

  /** As the webhook has them: those of the cluster, or the one of the operator's config file. */
  private static Instrumentations read(Access access, Settings settings, Consumer<String> remarks) {
    var ofCluster = new ReadInstrumentations(access.client(), settings, remarks);
    return settings.get(InstrumentationSettings.FROM_CLUSTER)
        ? ofCluster
        : FiledInstrumentation.of(settings, InstrumentationFacts.of(settings), ofCluster);
  }

  /** Takes the Instrumentations from somewhere else. */
  ClusterInjection(
      Access access,
      InstrumentationFacts facts,
      Instrumentations known,
      Sidecars sidecars,
      Consumer<String> remarks) {
    this.reads = access.reads();
    this.remarks = remarks;
    this.known = known;
    this.sidecars = new SidecarInjector(sidecars, SidecarNeeds.MET);
    var mounted = new MountedObjects(new MetadataReads(access.client()));
    TlsObjects tlsObjects =
        (kind, namespace, name) -> mounted.look(kind, namespace, name) == Presence.ABSENT;
    this.injector = new InstrumentationInjector(facts, known, tlsObjects);
    this.admission = new PodAdmission(List.of(this.sidecars, injector));
    this.running = new RunningPods(facts, known, tlsObjects);
    try (var cluster = KnownPodFeatures.watch(access.client())) {
      this.features = cluster.get();
    }
  }

  /** What would become of a pod that the workload makes today. */
  PodAnswer today(Workload workload, String namespace) {
    return admission.answer(facts(workload.pod(), namespace, workload.owners()));
  }

  /** How a running pod stands to that. */
  List<PodStanding> standings(JsonNode pod, String namespace) {
    var facts = facts(pod, namespace, OwnerLookup.NONE);
    return Stream.concat(
            sidecars.decide(facts).stream().map(PodStanding::ofSidecar),
            running.look(facts).stream().map(PodStanding::of))
        .toList();
  }

  /** Who selects a workload's pods, if no annotation asks for anything, by language. */
  SortedMap<String, List<String>> selecting(Workload workload, String namespace) {
    return injector.selecting(facts(workload.pod(), namespace, workload.owners()));
  }

  /** The ClusterInstrumentations, by name. */
  List<String> ofCluster() {
    return known.ofCluster().stream().map(Result::fullName).toList();
  }

  /** Whether there is an Instrumentation or ClusterInstrumentation of that full name. */
  boolean isThere(String fullName) {
    var slash = fullName.indexOf('/');
    if (slash < 0) {
      return ofCluster().contains(fullName);
    }
    var namespace = fullName.substring(0, slash);
    return known.find(namespace, fullName.substring(slash + 1)).isPresent()
        || known.in(namespace).stream().map(Result::fullName).anyMatch(fullName::equals);
  }

  /** What people deployed, of a running pod, as its metadata tells. */
  io.otelop.instrumentation.Workload workload(JsonNode pod, String namespace) {
    return io.otelop.instrumentation.Workload.of(facts(pod, namespace, OwnerLookup.NONE));
  }

  /** A namespace as it will be. */
  void know(JsonNode namespace) {
    namespaces.put(namespace.at("/metadata/name").asText(), metadata(namespace));
  }

  /** What the namespace asks of all its pods. */
  NamespaceLookup.Metadata namespace(String name) {
    return namespaces.computeIfAbsent(name, this::read);
  }

  private NamespaceLookup.Metadata read(String namespace) {
    return Permitted.read(
            () -> reads.get(Kinds.NAMESPACE, "", namespace),
            () ->
                remarks.accept(
                    "You may not get namespace %s, so what it asks of all its pods is not known here."
                        .formatted(namespace)))
        .flatMap(it -> it)
        .map(ClusterInjection::metadata)
        .orElse(NamespaceLookup.Metadata.NONE);
  }

  private static NamespaceLookup.Metadata metadata(JsonNode namespace) {
    return new NamespaceLookup.Metadata(
        texts(namespace.at("/metadata/annotations")), texts(namespace.at("/metadata/labels")));
  }

  private PodFacts facts(JsonNode pod, String namespace, OwnerLookup owners) {
    var metadata = namespace(namespace);
    return new PodFacts(
        pod, namespace, metadata.annotations(), metadata.labels(), owners, features);
  }

  static Map<String, String> texts(JsonNode object) {
    var texts = new HashMap<String, String>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }
}
