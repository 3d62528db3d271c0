// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.cli.Plan.Action;
import io.otelop.cli.Plan.Step;
import io.otelop.cluster.ObjectReads;
import io.otelop.cluster.PlannedWrites;
import io.otelop.cluster.PlannedWrites.Planned;
import io.otelop.collector.CollectorConversion;
import io.otelop.collector.CollectorObjects;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.instrumentation.ClusterInstrumentation;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.EffectiveInstrumentation.Result;
import io.otelop.instrumentation.InstrumentationFacts;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.pod.Workload;
import io.otelop.reason.Severity;
import io.otelop.settings.InstrumentationSettings;
import io.otelop.settings.Settings;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Finds out what would come of applying documents: the API server is asked for each write and keeps
 * none, and what the operator would do then is computed by its own functions.
 */
final class Planning {

  private static final Set<String> RESTARTABLE = Set.of("Deployment", "StatefulSet", "DaemonSet");
  private static final String COLLECTOR = "OpenTelemetryCollector";

  private final Access access;
  private final Settings settings;
  private final ClusterCollectors collectors;
  private final Terminal terminal;
  private final ObjectReads reads;
  private final PlannedWrites writes;
  private final InstrumentationFacts facts;
  private final Map<String, Map<String, APIResource>> kinds = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();

  /** A document, and what would come of writing it. */
  private record Written(JsonNode document, Optional<Planned> planned, String refusal) {

    /** As it would be stored. */
    private JsonNode after() {
      return planned.map(Planned::after).orElse(document);
    }
  }

  Planning(Access access, Settings settings, ClusterCollectors collectors, Terminal terminal) {
    this.access = access;
    this.settings = settings;
    this.collectors = collectors;
    this.terminal = terminal;
    this.reads = access.reads();
    this.writes = new PlannedWrites(access.client());
    this.facts = InstrumentationFacts.of(settings);
  }

  /** The steps, document by document in their order, then the workloads that are left behind. */
  Plan of(List<JsonNode> documents) {
    steps.clear();
    var namespaces =
        documents.stream()
            .filter(it -> it.path("kind").asText().equals(Kinds.NAMESPACE.kind()))
            .map(it -> it.at("/metadata/name").asText())
            .collect(Collectors.toSet());
    var written = documents.stream().map(it -> write(it, namespaces)).toList();
    var known = instrumentations(written);
    var after =
        new ClusterInjection(access, facts, known, sidecars(written), terminal.err()::println);
    written.stream()
        .filter(it -> it.document().path("kind").asText().equals(Kinds.NAMESPACE.kind()))
        .forEach(it -> after.know(it.after()));
    for (var one : written) {
      addDocument(one, after, known);
    }
    if (written.stream().anyMatch(Planning::mattersToOtherPods)) {
      addOutdated(after, known);
    }
    return new Plan(steps);
  }

  private PlannedInstrumentations instrumentations(List<Written> written) {
    var known =
        new PlannedInstrumentations(
            new ReadInstrumentations(access.client(), settings, terminal.err()::println), facts);
    for (var one : written) {
      if (one.planned().isPresent()) {
        switch (ours(one)) {
          case "Instrumentation" -> known.put(Manifests.as(one.after(), Instrumentation.class));
          case "ClusterInstrumentation" ->
              known.put(Manifests.as(one.after(), ClusterInstrumentation.class));
          default -> {}
        }
      }
    }
    return known;
  }

  private PlannedSidecars sidecars(List<Written> written) {
    var sidecars = new PlannedSidecars(collectors, collectors.facts());
    written.stream()
        .filter(it -> it.planned().isPresent() && ours(it).equals(COLLECTOR))
        .forEach(it -> sidecars.put(collector(it.after())));
    return sidecars;
  }

  private static boolean mattersToOtherPods(Written written) {
    return written.planned().isPresent()
        && (!ours(written).isEmpty()
            || written.document().path("kind").asText().equals(Kinds.NAMESPACE.kind()));
  }

  /** The kind of a custom resource of ours; empty for others. */
  private static String ours(Written written) {
    var kind = written.document().path("kind").asText();
    return Manifests.isOf(written.document(), kind) ? kind : "";
  }

  private static OpenTelemetryCollector collector(JsonNode document) {
    return Manifests.as(
        new CollectorConversion().convert(document, "opentelemetry.io/v1beta1"),
        OpenTelemetryCollector.class);
  }

  private Written write(JsonNode document, Set<String> newNamespaces) {
    try {
      var kind = kind(document);
      if (kind.isEmpty()) {
        return new Written(
            document, Optional.empty(), "the cluster does not know this kind of object");
      }
      var placed = kind.get().getNamespaced() ? placed(document) : document;
      return write(placed, newNamespaces.contains(namespace(placed)));
    } catch (KubernetesClientException refused) {
      return new Written(document, Optional.empty(), CollectorPlanning.message(refused));
    }
  }

  private Written write(JsonNode document, boolean isOfNewNamespace) {
    try {
      return new Written(document, Optional.of(writes.ofKubectl(generic(document))), "");
    } catch (KubernetesClientException refused) {
      return isOfNewNamespace && refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND
          ? new Written(document, Optional.of(Planned.ofNewNamespace(document)), "")
          : new Written(document, Optional.empty(), CollectorPlanning.message(refused));
    }
  }

  private Optional<APIResource> kind(JsonNode document) {
    return Optional.ofNullable(
        kinds
            .computeIfAbsent(document.path("apiVersion").asText(), this::kinds)
            .get(document.path("kind").asText()));
  }

  private Map<String, APIResource> kinds(String apiVersion) {
    return Optional.ofNullable(access.client().getApiResources(apiVersion))
        .map(APIResourceList::getResources)
        .orElse(List.of())
        .stream()
        .filter(resource -> !resource.getName().contains("/"))
        .collect(Collectors.toMap(APIResource::getKind, it -> it, (first, _) -> first));
  }

  /** Documents that name no namespace are of that of the context. */
  private JsonNode placed(JsonNode document) {
    ObjectNode placed = document.deepCopy();
    var metadata = placed.withObject("/metadata");
    if (!metadata.hasNonNull("namespace")) {
      metadata.put("namespace", access.namespace());
    }
    return placed;
  }

  private void addDocument(
      Written written, ClusterInjection injection, PlannedInstrumentations known) {
    var document = written.document();
    if (written.planned().isEmpty()) {
      steps.add(Step.of(Action.refuse, document, List.of(written.refusal())));
      return;
    }
    var planned = written.planned().get();
    var isCollector = ours(written).equals(COLLECTOR);
    var notes = new ArrayList<String>();
    if (!planned.remark().isEmpty()) {
      notes.add(planned.remark());
    }
    if (isCollector) {
      notes.addAll(warnings(planned.after()));
    } else {
      notes.addAll(injections(planned.after(), injection));
      notes.addAll(ambiguities(written, planned, known));
    }
    step(document, planned, notes).ifPresent(steps::add);
    if (isCollector) {
      steps.addAll(ofCollector(written, planned));
    }
  }

  /** What a second Instrumentation of a namespace does to pods that ask for the only one. */
  private static List<String> ambiguities(
      Written written, Planned planned, PlannedInstrumentations known) {
    if (!ours(written).equals("Instrumentation")
        || planned.action() != PlannedWrites.Action.CREATE) {
      return List.of();
    }
    var names =
        known.in(namespace(written.document())).stream().map(Result::fullName).sorted().toList();
    return names.size() < 2
        ? List.of()
        : List.of(
            "%s: pods of the namespace that are made later and ask with \"true\" get nothing, for there are %s"
                .formatted(
                    InstrumentationReason.SeveralInstrumentations.code(),
                    String.join(", ", names)));
  }

  private Optional<Step> step(JsonNode document, Planned planned, List<String> notes) {
    if (planned.action() == PlannedWrites.Action.NOTHING) {
      return Optional.empty();
    }
    var isNew = planned.action() == PlannedWrites.Action.CREATE;
    return Optional.of(
        new Step(
            isNew ? Action.create : Action.change,
            document.path("kind").asText(),
            namespace(document),
            document.at("/metadata/name").asText(),
            planned.fields(),
            replacesPods(generic(document), planned),
            notes,
            planned.after()));
  }

  /** Whether a write makes the controller of a workload replace its pods. */
  static boolean replacesPods(HasMetadata workload, Planned planned) {
    return planned.action() == PlannedWrites.Action.CHANGE
        && RESTARTABLE.contains(workload.getKind())
        && planned.fields().stream().anyMatch(field -> field.startsWith("/spec/template"));
  }

  private List<Step> ofCollector(Written written, Planned planned) {
    var resource = collector(planned.after());
    var live =
        reads.get(Kinds.COLLECTOR, namespace(written.document()), resource.getMetadata().getName());
    // The uid of what is there is left out of what is compared; that of what is not is made up.
    resource
        .getMetadata()
        .setUid(live.map(it -> it.at("/metadata/uid").asText()).orElse(Plan.LATER));
    return new CollectorPlanning(
            access.client(), writes, collectors.facts(), terminal.err()::println)
        .of(resource, live.isEmpty());
  }

  private List<String> warnings(JsonNode collector) {
    return CollectorObjects.of(collector(collector), collectors.facts()).findings().stream()
        .filter(finding -> finding.reason().severity() == Severity.WARNING)
        .map(finding -> finding.reason().code() + ": " + finding.sentence())
        .toList();
  }

  /** What becomes of the pods that a workload makes. */
  private List<String> injections(JsonNode document, ClusterInjection injection) {
    return Workload.of(document)
        .filter(Workload::isComplete)
        .map(
            workload -> {
              var namespace = workload.namespace(access.namespace());
              var decisions = injection.today(workload, namespace).decisions();
              var remarks = AnnotationCheck.of(workload, injection.namespace(namespace));
              return decisions.isEmpty() && remarks.isEmpty()
                  ? List.<String>of()
                  : new DecisionText(terminal.plain())
                      .lines(workload, namespace, remarks, decisions).stream()
                          .skip(1)
                          .map(String::strip)
                          .toList();
            })
        .orElse(List.of());
  }

  /** Workloads whose pods would be others if they were made after the files are applied. */
  private void addOutdated(ClusterInjection after, PlannedInstrumentations known) {
    var before = new ClusterInjection(access, settings, collectors, _ -> {});
    var changed = steps.stream().map(Step::place).collect(Collectors.toCollection(HashSet::new));
    var outdated = new TreeMap<String, Step>();
    eachPod(
        pod -> {
          var namespace = namespace(pod);
          var then = after.standings(pod, namespace);
          var states = states(then);
          if (!states.isEmpty() && !states.equals(states(before.standings(pod, namespace)))) {
            var step = outdated(after.workload(pod, namespace), then, known);
            if (!changed.contains(step.place())) {
              outdated.putIfAbsent(step.place(), step);
            }
          }
        });
    steps.addAll(outdated.values());
  }

  /** The pods of the cluster, or as many of them as may be seen. */
  private void eachPod(Consumer<JsonNode> taker) {
    if (mayList("", taker)) {
      return;
    }
    var place = access.namespace();
    terminal
        .err()
        .println(
            mayList(place, taker)
                ? "You may not list pods of all namespaces, so only those of " + place + " count."
                : "You may not list pods, so what becomes of those that run is not known here.");
  }

  private boolean mayList(String namespace, Consumer<JsonNode> taker) {
    return Permitted.read(
            () -> {
              reads.each(Kinds.POD, namespace, "", taker);
              return true;
            },
            () -> {})
        .isPresent();
  }

  private Step outdated(
      io.otelop.instrumentation.Workload workload,
      List<PodStanding> then,
      PlannedInstrumentations known) {
    var isRestarted =
        settings.get(InstrumentationSettings.RESTARTS)
            && RESTARTABLE.contains(workload.kind())
            && then.stream()
                .filter(it -> Explanations.isBehind(it.state()))
                .flatMap(it -> it.instrumentations().stream())
                .anyMatch(known::restarts);
    var notes = new ArrayList<>(List.of("its pods become: " + states(then)));
    if (isRestarted) {
      notes.add("the operator restarts it, as spec.restart of the Instrumentation says");
    }
    return new Step(
        Action.outdate,
        workload.kind(),
        workload.namespace(),
        workload.name(),
        List.of(),
        isRestarted,
        notes,
        NullNode.getInstance());
  }

  private static String states(List<PodStanding> standings) {
    return standings.stream()
        .map(it -> it.injection() + " " + it.state())
        .collect(Collectors.joining(", "));
  }

  private static String namespace(JsonNode object) {
    return object.at("/metadata/namespace").asText("");
  }

  private static GenericKubernetesResource generic(JsonNode document) {
    return Manifests.as(document, GenericKubernetesResource.class);
  }
}
