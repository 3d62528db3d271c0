// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.select;

import io.otelop.instrumentation.EffectiveInstrumentation;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.instrumentation.Instrumentations;
import io.otelop.instrumentation.language.Language;
import io.otelop.instrumentation.language.Languages;
import io.otelop.pod.PodFacts;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * A language that a pod, or its namespace for it, asks for by annotation, or that a selector gives
 * it unasked. Rules: instrumentation.md 2.1, 2.2.
 *
 * <p>Selectors count for a pod only where no annotation of it or its namespace asks for anything:
 * who asks knows what the pod needs, and two languages without the names of their containers would
 * get in each other's way. {@code false} keeps a language out whatever selects it. An
 * Instrumentation of the namespace comes before those of the cluster.
 *
 * @param value of the annotation: {@code true}, or an Instrumentation's name; empty where selectors
 *     give it
 * @param selecting whose selectors give it
 */
public record Request(Language language, String value, List<EffectiveInstrumentation> selecting) {

  private static final String SELECTOR = "spec.selector";

  /** Copies the list. */
  public Request {
    selecting = List.copyOf(selecting);
  }

  /** All that a pod is to get, in the order in which languages are injected. */
  public static List<Request> of(PodFacts facts, Instrumentations known) {
    var asked = asked(facts);
    return asked.isEmpty() ? selected(facts, known) : asked;
  }

  private static List<Request> asked(PodFacts facts) {
    var requests = new ArrayList<Request>();
    for (var language : Languages.ALL) {
      var value = facts.merged(language.keys().inject());
      if (!value.isEmpty() && !value.equalsIgnoreCase("false")) {
        requests.add(new Request(language, value, List.of()));
      }
    }
    return requests;
  }

  private static List<Request> selected(PodFacts facts, Instrumentations known) {
    var ofNamespace = known.selectingIn(facts.namespace());
    var ofCluster = known.selectingIn("");
    if (ofNamespace.isEmpty() && ofCluster.isEmpty()) {
      return List.of();
    }
    var requests = new ArrayList<Request>();
    for (var language : Languages.ALL) {
      if (facts.merged(language.keys().inject()).isEmpty()) {
        var nearest = selecting(facts, language, ofNamespace);
        var all = nearest.isEmpty() ? selecting(facts, language, ofCluster) : nearest;
        if (!all.isEmpty()) {
          requests.add(new Request(language, "", all));
        }
      }
    }
    return requests;
  }

  private static List<EffectiveInstrumentation> selecting(
      PodFacts facts, Language language, List<EffectiveInstrumentation> among) {
    return among.stream().filter(it -> it.selector().selects(facts, language.name())).toList();
  }

  /** Whether no annotation asks for it. */
  boolean isSelected() {
    return !selecting.isEmpty();
  }

  /** Whether any Instrumentation of the pod's namespace will do. */
  boolean isForAny() {
    return value.equalsIgnoreCase("true");
  }

  /** Something about what asks. */
  public Finding finding(InstrumentationReason reason, String problem) {
    return Finding.of(reason, isSelected() ? SELECTOR : language.keys().inject(), value, problem);
  }
}
