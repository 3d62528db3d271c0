// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.otelop.crds.UserAnnotations;
import io.otelop.instrumentation.language.Language;
import io.otelop.instrumentation.language.Target;
import io.otelop.instrumentation.select.Choice;
import io.otelop.instrumentation.select.Choice.Found;
import io.otelop.instrumentation.select.Choice.Missing;
import io.otelop.instrumentation.select.ContainerNames;
import io.otelop.instrumentation.select.Containers;
import io.otelop.instrumentation.select.Injections;
import io.otelop.instrumentation.select.InstanceSelection;
import io.otelop.instrumentation.select.Request;
import io.otelop.pod.Decision;
import io.otelop.pod.Decision.Injected;
import io.otelop.pod.Decision.Skipped;
import io.otelop.pod.Decision.Subject;
import io.otelop.pod.PodContainer;
import io.otelop.pod.PodFacts;
import io.otelop.pod.PodInjector;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Instruments the containers of pods that ask for it. What is wrong with one language never costs
 * another one, except where the pod does not say which container each is for. Rules:
 * instrumentation.md 2.3.
 */
public final class InstrumentationInjector implements PodInjector {

  /** An annotation has room for thousands of names; nobody reads as many findings. */
  private static final int MAX_UNKNOWN = 10;

  /** Containers that a message names at most. */
  private static final int MAX_NAMES = 10;

  private final InstrumentationFacts facts;
  private final Instrumentations known;
  private final TlsObjects tlsObjects;

  /** An injector of the Instrumentations that are known. */
  public InstrumentationInjector(
      InstrumentationFacts facts, Instrumentations known, TlsObjects tlsObjects) {
    this.facts = facts;
    this.known = known;
    this.tlsObjects = tlsObjects;
  }

  @Override
  public String name() {
    return Injection.SOURCE;
  }

  @Override
  public List<Decision> decide(PodFacts pod) {
    var requests = Request.of(pod, known);
    if (requests.isEmpty() || pod.containers().isEmpty()) {
      return List.of();
    }
    return Injections.in(pod)
        .map(found -> requests.stream().map(request -> skipped(request, found)).toList())
        .orElseGet(() -> decide(pod, requests));
  }

  /** Full names of those that select a pod, by language; none where annotations ask. */
  public SortedMap<String, List<String>> selecting(PodFacts pod) {
    var selecting = new TreeMap<String, List<String>>();
    for (var request : Request.of(pod, known)) {
      if (!request.selecting().isEmpty()) {
        selecting.put(
            request.language().name(),
            request.selecting().stream().map(EffectiveInstrumentation::fullName).toList());
      }
    }
    return selecting;
  }

  private List<Decision> decide(PodFacts pod, List<Request> requests) {
    var names = names(pod, requests);
    var conflict =
        facts.severalLanguages() ? ContainerNames.conflict(names) : Optional.<Finding>empty();
    var decisions = new ArrayList<Decision>();
    var earlier = new HashSet<String>();
    for (var request : requests) {
      var made = decide(pod, request, names, conflict, earlier);
      if (made.stream().anyMatch(Injected.class::isInstance)) {
        earlier.add(request.language().name());
      }
      decisions.addAll(made);
    }
    return decisions;
  }

  /** The containers that are named for each language that this operator injects. */
  private Map<Language, Choice<List<String>>> names(PodFacts pod, List<Request> requests) {
    var names = new LinkedHashMap<Language, Choice<List<String>>>();
    for (var request : requests) {
      var language = request.language();
      if (facts.enabled().contains(language.name())) {
        names.put(language, ContainerNames.of(pod, language, facts.severalLanguages()));
      }
    }
    return names;
  }

  private List<Decision> decide(
      PodFacts pod,
      Request request,
      Map<Language, Choice<List<String>>> allNames,
      Optional<Finding> conflict,
      Set<String> earlier) {
    return switch (allNames.get(request.language())) {
      case null ->
          skip(
              request,
              request.finding(
                  InstrumentationReason.LanguageDisabled,
                  "asks for a language that this operator does not inject"));
      case Missing(var finding) -> skip(request, finding);
      case Found(var names) ->
          conflict
              .map(finding -> skip(request, finding))
              .orElseGet(() -> decide(pod, request, names, earlier));
    };
  }

  private List<Decision> decide(
      PodFacts pod, Request request, List<String> names, Set<String> earlier) {
    return switch (InstanceSelection.of(request, pod.namespace(), known)) {
      case Missing(var finding) -> skip(request, finding);
      case Found(var instrumentation) ->
          missingTlsObject(pod, instrumentation)
              .map(finding -> skip(request, finding))
              .orElseGet(() -> inject(pod, request.language(), names, instrumentation, earlier));
    };
  }

  private static List<Decision> inject(
      PodFacts pod,
      Language language,
      List<String> names,
      EffectiveInstrumentation instrumentation,
      Set<String> earlier) {
    var containers = Containers.of(pod, names, language.isBeside());
    var agent = instrumentation.agents().getOrDefault(language.name(), Agent.NONE);
    var decisions = new ArrayList<Decision>();
    for (var container : containers.found()) {
      decisions.add(
          Injection.of(
              language,
              new Target(pod, container, containers.found(), instrumentation, agent, earlier)));
    }
    for (var name : containers.unknown().stream().limit(MAX_UNKNOWN).toList()) {
      decisions.add(new Skipped(new Subject(language.name(), name), notFound(pod, language, name)));
    }
    return decisions;
  }

  /** A pod that mounts what does not exist would never start. */
  private Optional<Finding> missingTlsObject(
      PodFacts pod, EffectiveInstrumentation instrumentation) {
    return missingTlsObject(pod, instrumentation, "Secret", "secretName")
        .or(() -> missingTlsObject(pod, instrumentation, "ConfigMap", "configMapName"));
  }

  private Optional<Finding> missingTlsObject(
      PodFacts pod, EffectiveInstrumentation instrumentation, String kind, String field) {
    var name = instrumentation.exporter().tls().path(field).asText("");
    if (name.isEmpty() || !tlsObjects.isMissing(kind, pod.namespace(), name)) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            InstrumentationReason.TlsObjectMissing,
            "spec.exporter.tls." + field,
            name,
            "of Instrumentation %s names a %s that namespace %s does not have"
                .formatted(instrumentation.fullName(), kind, pod.namespace())));
  }

  private static Finding notFound(PodFacts pod, Language language, String name) {
    var key = language.keys().containers().getFirst();
    var containers = pod.containers().stream().map(PodContainer::name).limit(MAX_NAMES).toList();
    return Finding.of(
        InstrumentationReason.ContainerNotFound,
        pod.merged(key).isEmpty() ? UserAnnotations.CONTAINER_NAMES : key,
        name,
        "is no container of the pod, which has " + String.join(", ", containers));
  }

  private static List<Decision> skip(Request request, Finding finding) {
    return List.of(skipped(request, finding));
  }

  private static Decision skipped(Request request, Finding finding) {
    return new Skipped(Subject.ofPod(request.language().name()), finding);
  }
}
