// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import io.otelop.naming.Labels;
import io.otelop.pod.Decision.Injected;
import io.otelop.pod.Decision.Removed;
import io.otelop.pod.Decision.Skipped;
import io.otelop.pod.Decision.Subject;
import io.otelop.pod.PodAnswer.Fault;
import io.otelop.pod.PodEdit.Annotate;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks each feature what it would do to a pod, and does it. A feature that fails never costs
 * another one's edits, and a pod is never denied. Rules: instrumentation.md 0.1.
 */
public final class PodAdmission {

  /** Clients cut longer warnings. */
  private static final int MAX_WARNING = 250;

  /** The API server cuts the warnings of a request at 4 KiB in all. */
  private static final int MAX_WARNINGS = 8;

  private final List<PodInjector> injectors;

  /**
   * An admission.
   *
   * @param injectors in the order in which their edits apply: the sidecar comes before agents
   */
  public PodAdmission(List<PodInjector> injectors) {
    this.injectors = List.copyOf(injectors);
  }

  /** What becomes of a pod; the pod itself is not changed. */
  public PodAnswer answer(PodFacts facts) {
    if (!PodShape.isSound(facts.pod())) {
      return PodAnswer.unchanged(facts.pod());
    }
    var decisions = new ArrayList<Decision>();
    var faults = new ArrayList<Fault>();
    var tree = new PodTree(facts.pod());
    for (var injector : injectors) {
      try {
        var made = injector.decide(facts);
        apply(made, tree);
        decisions.addAll(made);
      } catch (RuntimeException fault) {
        // One of the edges where everything is caught: a fault in one feature costs only that one.
        faults.add(new Fault(injector.name(), fault));
        tree = new PodTree(facts.pod());
        apply(decisions, tree);
        decisions.add(failed(injector));
      }
    }
    if (decisions.isEmpty()) {
      return PodAnswer.unchanged(facts.pod());
    }
    if (isNoteWanted(facts, decisions)) {
      tree.apply(new Annotate(Labels.INJECTION, InjectionNote.of(decisions)));
    }
    return new PodAnswer(tree.patch(), tree.result(), decisions, warnings(decisions), faults);
  }

  private static void apply(List<Decision> decisions, PodTree tree) {
    for (var decision : decisions) {
      switch (decision) {
        case Injected injected -> injected.edits().forEach(tree::apply);
        case Removed removed -> removed.edits().forEach(tree::apply);
        case Skipped _ -> {}
      }
    }
  }

  private static Decision failed(PodInjector injector) {
    return new Skipped(
        Subject.ofPod(injector.name()),
        Finding.of(PodReason.InternalError, "", "", "the operator failed at this pod"));
  }

  /** A pod that comes by again keeps the note of the first time. */
  private static boolean isNoteWanted(PodFacts facts, List<Decision> decisions) {
    return facts.annotation(Labels.INJECTION).isMissingNode()
        || decisions.stream().anyMatch(decision -> !(decision instanceof Skipped));
  }

  private static List<String> warnings(List<Decision> decisions) {
    return decisions.stream()
        .flatMap(PodAnswer::findings)
        .filter(finding -> finding.reason().severity() != Severity.INFO)
        .map(finding -> finding.reason().code() + ": " + finding.sentence())
        .map(line -> line.length() > MAX_WARNING ? line.substring(0, MAX_WARNING) : line)
        .distinct()
        .limit(MAX_WARNINGS)
        .toList();
  }
}
