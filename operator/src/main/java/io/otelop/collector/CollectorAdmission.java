// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.otelop.collector.admission.ModeChecks;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import io.otelop.webhook.Admission;
import io.otelop.webhook.AdmissionAnswer;
import io.otelop.webhook.AdmissionRequest;
import io.otelop.webhook.AdmissionRequest.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Checks a collector before it is stored. What is wrong refuses the write, with everything that is
 * wrong in one message; what is odd becomes warnings. A write that leaves the spec as it is passes
 * whatever the spec says: a label or a finalizer can always be changed. Rules: collector.md 4.4.
 */
public final class CollectorAdmission implements Admission {

  private static final ObjectReader READER =
      JsonMapper.builder().build().readerFor(OpenTelemetryCollector.class);

  private final Supplier<CollectorFacts> facts;

  /**
   * An admission; it holds no state of its own.
   *
   * @param facts asked for every request
   */
  public CollectorAdmission(Supplier<CollectorFacts> facts) {
    this.facts = facts;
  }

  @Override
  public AdmissionAnswer answer(AdmissionRequest request) {
    var findings = new ArrayList<>(findings(request.object()));
    if (request.operation() == Operation.UPDATE) {
      ModeChecks.changed(mode(request.oldObject()), mode(request.object()))
          .ifPresent(findings::add);
    }
    var errors = sentences(findings, Severity.ERROR);
    var warnings = sentences(findings, Severity.WARNING);
    if (errors.isEmpty()) {
      return AdmissionAnswer.allowWith(warnings);
    }
    if (request.object().path("spec").equals(request.oldObject().path("spec"))) {
      return AdmissionAnswer.allowWith(errors).andWarn(warnings);
    }
    return AdmissionAnswer.deny(String.join("\n", errors)).andWarn(warnings);
  }

  private static Mode mode(JsonNode object) {
    var mode = object.path("spec").path("mode").asText("");
    return mode.isEmpty() ? Mode.DEPLOYMENT : Mode.of(mode);
  }

  private List<Finding> findings(JsonNode object) {
    try {
      OpenTelemetryCollector resource = READER.readValue(object);
      return EffectiveCollector.of(resource, facts.get()).findings();
    } catch (JsonProcessingException misfit) {
      return List.of(
          Finding.of(CollectorReason.InvalidSpec, "spec", "", misfit.getOriginalMessage()));
    } catch (java.io.IOException impossible) {
      throw new IllegalStateException("a tree in memory cannot be read", impossible);
    }
  }

  private static List<String> sentences(List<Finding> findings, Severity severity) {
    return findings.stream()
        .filter(finding -> finding.reason().severity() == severity)
        .map(Finding::sentence)
        .collect(Collectors.toUnmodifiableList());
  }
}
