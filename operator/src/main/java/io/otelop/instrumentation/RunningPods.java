// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.otelop.instrumentation.Standing.Failed;
import io.otelop.instrumentation.Standing.Instrumented;
import io.otelop.instrumentation.Standing.Missed;
import io.otelop.instrumentation.Standing.Outdated;
import io.otelop.instrumentation.Standing.Unclear;
import io.otelop.instrumentation.language.Language;
import io.otelop.instrumentation.language.Languages;
import io.otelop.instrumentation.select.Choice;
import io.otelop.instrumentation.select.InstanceSelection;
import io.otelop.instrumentation.select.Request;
import io.otelop.naming.Labels;
import io.otelop.pod.Decision;
import io.otelop.pod.Decision.Injected;
import io.otelop.pod.Decision.Skipped;
import io.otelop.pod.InjectionNote;
import io.otelop.pod.PodFacts;
import io.otelop.pod.PodReason;
import io.otelop.reason.Finding;
import io.otelop.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Compares running pods with what they would be if they were made today. It decides as the webhook
 * does, from the same facts, and changes nothing.
 *
 * <p>What a pod was made with stands in its note, so its metadata is enough for all pods that got
 * something; only those that got nothing must be looked at whole, one of each workload. A pod
 * without a note that has an agent was instrumented by another operator, and counts as
 * instrumented: taking over makes nothing outdated.
 */
public final class RunningPods {

  private final InstrumentationFacts facts;
  private final Instrumentations known;
  private final InstrumentationInjector injector;

  /** Compares with the Instrumentations that are known. */
  public RunningPods(InstrumentationFacts facts, Instrumentations known, TlsObjects tlsObjects) {
    this.facts = facts;
    this.known = known;
    this.injector = new InstrumentationInjector(facts, known, tlsObjects);
  }

  /**
   * What the metadata of a pod tells, for each language that it asks for or was injected with.
   *
   * @param pod needs no more than its metadata
   */
  public List<Standing> glance(PodFacts pod) {
    var note = note(pod);
    var standings = new ArrayList<Standing>();
    var requests = Request.of(pod, known);
    for (var request : requests) {
      standings.add(glance(pod, request, note));
    }
    for (var language : Languages.ALL) {
      var isAsked = requests.stream().anyMatch(request -> request.language().equals(language));
      if (!isAsked && note.isInjected(language.name())) {
        standings.add(new Outdated(language.name(), sources(note)));
      }
    }
    return standings;
  }

  /**
   * What a whole pod tells.
   *
   * @return without {@link Unclear}
   */
  public List<Standing> look(PodFacts pod) {
    var decisions = injector.decide(pod);
    return glance(pod).stream()
        .map(
            standing ->
                standing instanceof Unclear(var language, var sources)
                    ? look(
                        decisions.stream()
                            .filter(it -> it.subject().injection().equals(language))
                            .toList(),
                        language,
                        sources)
                    : standing)
        .toList();
  }

  private Standing glance(PodFacts pod, Request request, InjectionNote note) {
    var language = request.language().name();
    var meant = InstanceSelection.meant(request, pod.namespace(), known);
    if (!note.isInjected(language)) {
      return note.isInjected() ? failed(request, meant, note) : new Unclear(language, meant);
    }
    return switch (InstanceSelection.of(request, pod.namespace(), known)) {
      // Made anew it would have nothing, so it is better left as it is.
      case Choice.Missing<EffectiveInstrumentation> _ -> new Instrumented(language, meant);
      case Choice.Found(var today) ->
          !isEnabled(request.language()) || isOf(today, language, note)
              ? new Instrumented(language, List.of(today.fullName()))
              : new Outdated(language, List.of(today.fullName()));
    };
  }

  /**
   * What got one language and not another one cannot be asked again, for it is instrumented now.
   */
  private static Standing failed(Request request, List<String> meant, InjectionNote note) {
    var language = request.language().name();
    var code = note.outcomes().getOrDefault(language, Map.of()).values().stream();
    var reason = code.flatMap(RunningPods::reason).findFirst();
    return reason
        .<Standing>map(
            it ->
                new Failed(
                    language,
                    meant,
                    Finding.of(it, request.language().keys().inject(), request.value(), "")))
        .orElseGet(() -> new Outdated(language, meant));
  }

  private static Stream<Reason> reason(String code) {
    return Stream.<Reason>concat(
            Stream.of(InstrumentationReason.values()), Stream.of(PodReason.values()))
        .filter(reason -> reason.code().equals(code));
  }

  private static Standing look(List<Decision> decisions, String language, List<String> sources) {
    if (decisions.stream().anyMatch(Injected.class::isInstance)) {
      return new Missed(language, sources);
    }
    return decisions.stream()
        .<Standing>mapMulti(
            (decision, sink) -> {
              if (decision instanceof Skipped(_, var finding)) {
                sink.accept(
                    finding.reason() == InstrumentationReason.AlreadyInstrumented
                        ? new Instrumented(language, sources)
                        : new Failed(language, sources, finding));
              }
            })
        .findFirst()
        .orElseGet(() -> new Instrumented(language, sources));
  }

  private boolean isEnabled(Language language) {
    return facts.enabled().contains(language.name());
  }

  /** By content; a note from before there were hashes has the generation alone. */
  private static boolean isOf(EffectiveInstrumentation today, String language, InjectionNote note) {
    var content = note.contents().get(language);
    if (content != null) {
      return content.equals(today.contents().get(language));
    }
    return Injection.sources(note).contains(today.fullName() + "@" + today.generation());
  }

  private static List<String> sources(InjectionNote note) {
    return Injection.sources(note).stream()
        .map(source -> source.replaceFirst("@.*", ""))
        .filter(source -> !source.isEmpty())
        .toList();
  }

  private static InjectionNote note(PodFacts pod) {
    return InjectionNote.parse(pod.annotation(Labels.INJECTION).asText(""));
  }
}
