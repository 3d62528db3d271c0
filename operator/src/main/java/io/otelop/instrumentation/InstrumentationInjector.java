// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.otelop.crds.UserAnnotations;
import io.otelop.instrumentation.attributes.CommonEnv;
import io.otelop.instrumentation.language.Contribution;
import io.otelop.instrumentation.language.Contribution.Made;
import io.otelop.instrumentation.language.Contribution.Refused;
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
import io.otelop.pod.Decision.Source;
import io.otelop.pod.Decision.Subject;
import io.otelop.pod.PodContainer;
import io.otelop.pod.PodEdit;
import io.otelop.pod.PodEdit.AddEnv;
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

/**
 * Instruments the containers of pods that ask for it. A language that cannot be had never costs
 * another one, except where the pod does not say which container each is for. Rules:
 * instrumentation.md 2.3.
 */
public final class InstrumentationInjector implements PodInjector {

  private static final String SOURCE = "instrumentation";

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
    return SOURCE;
  }

  @Override
  public List<Decision> decide(PodFacts pod) {
    var requests = Request.of(pod);
    if (requests.isEmpty() || pod.containers().isEmpty()) {
      return List.of();
    }
    var already = Injections.in(pod);
    if (already.isPresent()) {
      return requests.stream().map(request -> skipped(request, already.get())).toList();
    }
    return decide(pod, requests);
  }

  private List<Decision> decide(PodFacts pod, List<Request> requests) {
    var names = new LinkedHashMap<Language, Choice<List<String>>>();
    for (var request : requests) {
      var language = request.language();
      if (facts.enabled().contains(language.name())) {
        names.put(language, ContainerNames.of(pod, language, facts.severalLanguages()));
      }
    }
    var conflict = facts.severalLanguages() ? conflict(names) : Optional.<Finding>empty();
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

  private static Optional<Finding> conflict(Map<Language, Choice<List<String>>> choices) {
    var names = new LinkedHashMap<Language, List<String>>();
    choices.forEach(
        (language, choice) -> {
          // Names that are no names are the trouble of their own language only.
          names.put(
              language, choice instanceof Found(var found) ? found : List.of(language.name()));
        });
    return ContainerNames.conflict(names);
  }

  private List<Decision> decide(
      PodFacts pod,
      Request request,
      Map<Language, Choice<List<String>>> names,
      Optional<Finding> conflict,
      Set<String> earlier) {
    var choice = names.get(request.language());
    if (choice == null) {
      return List.of(
          skipped(
              request,
              request.finding(
                  InstrumentationReason.LanguageDisabled,
                  "asks for a language that this operator does not inject")));
    }
    return switch (choice) {
      case Missing(var finding) -> List.of(skipped(request, finding));
      case Found(var found) ->
          conflict
              .<List<Decision>>map(finding -> List.of(skipped(request, finding)))
              .orElseGet(() -> decide(pod, request, found, earlier));
    };
  }

  private List<Decision> decide(
      PodFacts pod, Request request, List<String> names, Set<String> earlier) {
    return switch (InstanceSelection.of(request, pod.namespace(), known)) {
      case Missing(var finding) -> List.of(skipped(request, finding));
      case Found(var instrumentation) ->
          missingTlsObject(pod, instrumentation)
              .<List<Decision>>map(finding -> List.of(skipped(request, finding)))
              .orElseGet(() -> decide(pod, request, names, instrumentation, earlier));
    };
  }

  private List<Decision> decide(
      PodFacts pod,
      Request request,
      List<String> names,
      EffectiveInstrumentation instrumentation,
      Set<String> earlier) {
    var language = request.language();
    var containers = Containers.of(pod, names);
    if (containers.found().isEmpty() && language.isBeside()) {
      containers = new Containers(pod.containers().subList(0, 1), containers.unknown());
    }
    var agent = instrumentation.agents().getOrDefault(language.name(), Agent.NONE);
    var decisions = new ArrayList<Decision>();
    for (var container : containers.found()) {
      var target = new Target(pod, container, containers.found(), instrumentation, agent, earlier);
      decisions.add(decision(language, target));
    }
    for (var name : containers.unknown()) {
      decisions.add(new Skipped(new Subject(language.name(), name), notFound(pod, language, name)));
    }
    return decisions;
  }

  private static Decision decision(Language language, Target target) {
    var subject = new Subject(language.name(), target.container().name());
    return switch (language.contribute(target)) {
      case Refused(var finding) -> new Skipped(subject, finding);
      case Made made -> injected(subject, target, made);
    };
  }

  /** The compatible order of variables. Rules: instrumentation.md 3. */
  private static Decision injected(Subject subject, Target target, Contribution.Made made) {
    var into = made.container();
    var instrumentation = target.instrumentation();
    var common = CommonEnv.of(target.facts(), target.container(), into, instrumentation);
    var edits = new ArrayList<PodEdit>(made.parts());
    edits.add(CommonEnv.addresses(into));
    edits.add(new AddEnv(into, target.agent().env()));
    edits.addAll(made.before());
    edits.add(new AddEnv(into, instrumentation.env()));
    edits.addAll(made.after());
    edits.addAll(common.edits());
    var remarks = new ArrayList<>(made.remarks());
    remarks.addAll(common.remarks());
    var source =
        new Source(SOURCE, instrumentation.fullName() + "@" + instrumentation.generation());
    return new Injected(subject, source, edits, remarks);
  }

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
    var ofAll = UserAnnotations.CONTAINER_NAMES;
    return Finding.of(
        InstrumentationReason.ContainerNotFound,
        pod.merged(key).isEmpty() ? ofAll : key,
        name,
        "is no container of the pod, which has "
            + String.join(", ", pod.containers().stream().map(PodContainer::name).toList()));
  }

  private static Decision skipped(Request request, Finding finding) {
    return new Skipped(Subject.ofPod(request.language().name()), finding);
  }
}
