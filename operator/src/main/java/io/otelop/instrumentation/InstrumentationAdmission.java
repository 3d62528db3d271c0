// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.instrumentation.admission.AddedFields;
import io.otelop.instrumentation.admission.InstrumentationChecks;
import io.otelop.instrumentation.admission.InstrumentationDefaults;
import io.otelop.instrumentation.language.Languages;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import io.otelop.webhook.Admission;
import io.otelop.webhook.AdmissionAnswer;
import io.otelop.webhook.AdmissionRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Completes and checks an Instrumentation before it is stored. Only what the user left open is
 * written. Rules: instrumentation.md 1.4 to 1.6.
 */
public final class InstrumentationAdmission {

  private final InstrumentationFacts facts;

  /** Admissions; they hold no state of their own. */
  public InstrumentationAdmission(InstrumentationFacts facts) {
    this.facts = facts;
  }

  /** Adds what the custom resource leaves open. */
  public Admission defaults() {
    return this::addDefaults;
  }

  /**
   * Refuses what cannot work, with everything that is wrong in one message; what is odd becomes
   * warnings. A write that leaves the spec as it is passes whatever the spec says.
   */
  public Admission checks() {
    return this::check;
  }

  private AdmissionAnswer addDefaults(AdmissionRequest request) {
    if (!(request.object().deepCopy() instanceof ObjectNode completed)) {
      return AdmissionAnswer.allow();
    }
    if (!completed.hasNonNull("spec")) {
      completed.putObject("spec");
    }
    if (completed.get("spec") instanceof ObjectNode spec) {
      InstrumentationDefaults.addTo(spec, facts);
      if (completed.get("metadata") instanceof ObjectNode metadata) {
        InstrumentationDefaults.addImages(metadata, spec, facts);
      }
    }
    return AdmissionAnswer.allowWith(AddedFields.patch(request.object(), completed), List.of());
  }

  private AdmissionAnswer check(AdmissionRequest request) {
    var spec = request.object().path("spec");
    var findings = new ArrayList<>(InstrumentationChecks.of(spec, facts));
    for (var language : Languages.ALL) {
      language.agent().ifPresent(agent -> findings.addAll(InstrumentationChecks.of(agent, spec)));
    }
    var errors = sentences(findings, Severity.ERROR);
    var warnings = sentences(findings, Severity.WARNING);
    if (errors.isEmpty()) {
      return AdmissionAnswer.allowWith(warnings);
    }
    if (spec.equals(request.oldObject().path("spec"))) {
      return AdmissionAnswer.allowWith(errors).andWarn(warnings);
    }
    return AdmissionAnswer.deny(String.join("\n", errors)).andWarn(warnings);
  }

  private static List<String> sentences(List<Finding> findings, Severity severity) {
    return findings.stream()
        .filter(finding -> finding.reason().severity() == severity)
        .map(Finding::sentence)
        .toList();
  }
}
