// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.otelop.cluster.AccessReviews;
import io.otelop.collector.admission.ModeChecks;
import io.otelop.collector.child.Children;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import io.otelop.webhook.Admission;
import io.otelop.webhook.AdmissionAnswer;
import io.otelop.webhook.AdmissionRequest;
import io.otelop.webhook.AdmissionRequest.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks a collector before it is stored. What is wrong refuses the write, with everything that is
 * wrong in one message; what is odd becomes warnings. A write that leaves the spec as it is passes
 * whatever the spec says: a label or a finalizer can always be changed. Rules: collector.md 4.4.
 */
public final class CollectorAdmission implements Admission {

  private static final Logger LOG = LoggerFactory.getLogger(CollectorAdmission.class);

  private static final ObjectReader READER =
      JsonMapper.builder().build().readerFor(OpenTelemetryCollector.class);

  private static final int MAX_ERRORS = 25;

  private final Supplier<CollectorFacts> facts;
  private final CollectorPermissions permissions;
  private final Function<EffectiveCollector, List<HasMetadata>> children;

  /**
   * An admission; it holds no state of its own.
   *
   * @param facts asked for every request
   * @param reviews asked about collectors that need permissions
   */
  public CollectorAdmission(Supplier<CollectorFacts> facts, AccessReviews reviews) {
    this(facts, reviews, Children::of);
  }

  CollectorAdmission(
      Supplier<CollectorFacts> facts,
      AccessReviews reviews,
      Function<EffectiveCollector, List<HasMetadata>> children) {
    this.facts = facts;
    this.permissions = new CollectorPermissions(reviews);
    this.children = children;
  }

  @Override
  public AdmissionAnswer answer(AdmissionRequest request) {
    var isSameSpec = request.object().path("spec").equals(request.oldObject().path("spec"));
    var found = found(request.object());
    var findings = new ArrayList<>(found.findings());
    if (request.operation() == Operation.UPDATE) {
      ModeChecks.changed(mode(request.oldObject()), mode(request.object()))
          .ifPresent(findings::add);
    }
    var errors = sentences(findings, Severity.ERROR);
    var warnings = sentences(findings, Severity.WARNING);
    if (!errors.isEmpty()) {
      return (isSameSpec ? AdmissionAnswer.allowWith(errors) : refusal(errors)).andWarn(warnings);
    }
    // An annotation can ask for permissions too.
    if (isSameSpec && annotations(request.object()).equals(annotations(request.oldObject()))) {
      return AdmissionAnswer.allowWith(warnings);
    }
    return found instanceof EffectiveCollector.Resolved(var collector, _)
        ? permitted(permissions.check(collector, request.user()), warnings)
            .andWarn(sentences(notRendered(collector), Severity.WARNING))
        : AdmissionAnswer.allowWith(warnings);
  }

  /**
   * What keeps the collector's objects from being made at all, which whoever applies it would find
   * in its conditions only (collector.md 4.4, row 16).
   */
  private List<Finding> notRendered(EffectiveCollector collector) {
    try {
      var _ = children.apply(collector);
      return List.of();
    } catch (RuntimeException fault) {
      // One of the edges where everything is caught: it is about the same object as the answer.
      LOG.atWarn()
          .addKeyValue("namespace", collector.namespace())
          .addKeyValue("name", collector.name())
          .setCause(fault)
          .log("a collector that is admitted cannot be rendered");
      return List.of(
          Finding.of(
              CollectorReason.NotRendered,
              "spec",
              "",
              "is accepted, but its objects cannot be made: " + fault.getMessage()));
    }
  }

  private static AdmissionAnswer permitted(List<Finding> findings, List<String> warnings) {
    var errors = sentences(findings, Severity.ERROR);
    var answer = errors.isEmpty() ? AdmissionAnswer.allow() : refusal(errors);
    return answer.andWarn(warnings).andWarn(sentences(findings, Severity.WARNING));
  }

  /** More than a screen of errors helps nobody, and there can be ten thousand. */
  private static AdmissionAnswer refusal(List<String> errors) {
    var shown = new ArrayList<>(errors.subList(0, Math.min(MAX_ERRORS, errors.size())));
    if (errors.size() > MAX_ERRORS) {
      shown.add("and " + (errors.size() - MAX_ERRORS) + " more");
    }
    return AdmissionAnswer.deny(String.join("\n", shown));
  }

  private static JsonNode annotations(JsonNode object) {
    return object.path("metadata").path("annotations");
  }

  private static Mode mode(JsonNode object) {
    var mode = object.path("spec").path("mode").asText("");
    return mode.isEmpty() ? Mode.DEPLOYMENT : Mode.of(mode);
  }

  private EffectiveCollector.Result found(JsonNode object) {
    try {
      OpenTelemetryCollector resource = READER.readValue(object);
      return EffectiveCollector.of(resource, facts.get());
    } catch (JsonProcessingException misfit) {
      return new EffectiveCollector.Rejected(
          List.of(
              Finding.of(CollectorReason.InvalidSpec, "spec", "", misfit.getOriginalMessage())));
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
