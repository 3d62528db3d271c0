// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.child.AllocationRules;
import io.otelop.child.ApiKind;
import io.otelop.collector.CollectorReason;
import io.otelop.collector.Mode;
import io.otelop.collector.component.Section;
import io.otelop.crds.collector.TargetAllocatorSpec;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The target allocator of a collector. Rules: targetallocator-opamp-ops.md A1.2 to A1.4. */
final class TargetAllocatorChecks {

  private static final String FIELD = "spec.targetAllocator";
  private static final String RECEIVER = "spec.config.receivers.prometheus";
  private static final String PROMETHEUS =
      "the OpenTelemetry Spec Prometheus configuration is incorrect, ";
  private static final String PER_NODE = "per-node";

  private final Candidate candidate;
  private final List<Finding> findings = new ArrayList<>();

  private TargetAllocatorChecks(Candidate candidate) {
    this.candidate = candidate;
  }

  static Stream<Finding> of(Candidate candidate) {
    var allocator = candidate.spec().targetAllocator();
    if (allocator == null || !Boolean.TRUE.equals(allocator.enabled())) {
      return Stream.empty();
    }
    var checks = new TargetAllocatorChecks(candidate);
    checks.mode(allocator);
    checks.receiver(allocator);
    var kinds = candidate.facts().cluster().kinds();
    AllocationRules.of(allocator.prometheusCR(), allocator.mtls(), kinds)
        .forEach(it -> checks.add(FIELD + "." + it.field(), it.value(), it.problem()));
    checks.kind();
    return checks.findings.stream();
  }

  private void mode(TargetAllocatorSpec allocator) {
    var mode = candidate.mode();
    if (mode != Mode.STATEFULSET && mode != Mode.DAEMONSET) {
      add(
          FIELD + ".enabled",
          "",
          "the OpenTelemetry Collector mode is set to "
              + mode.key()
              + ", which does not support the target allocation deployment");
      return;
    }
    var isPerNode = PER_NODE.equals(allocator.allocationStrategy());
    if (isPerNode != (mode == Mode.DAEMONSET)) {
      add(
          FIELD + ".allocationStrategy",
          Objects.requireNonNullElse(allocator.allocationStrategy(), ""),
          "does not go with the mode "
              + mode.key()
              + ": a daemonset needs the strategy per-node, and per-node needs a daemonset");
    }
  }

  private void receiver(TargetAllocatorSpec allocator) {
    var receivers = candidate.config().tree().path(Section.RECEIVERS.key());
    var receiver = receivers.path("prometheus");
    if (receiver.isMissingNode()) {
      var named =
          receivers
              .propertyStream()
              .map(java.util.Map.Entry::getKey)
              .filter(id -> id.startsWith("prometheus/"))
              .sorted()
              .toList();
      add(
          RECEIVER,
          "",
          PROMETHEUS
              + "there is no receiver named prometheus"
              + (named.isEmpty()
                  ? ""
                  : " but " + String.join(", ", named) + ": rename the one that is meant"));
      return;
    }
    if (!receiver.isObject()) {
      add(RECEIVER, receiver.asText(), PROMETHEUS + "the receiver's settings are not a map");
      return;
    }
    var takesResources =
        allocator.prometheusCR() != null && Boolean.TRUE.equals(allocator.prometheusCR().enabled());
    if (receiver.has("config") && !takesResources) {
      scrapeConfigs(receiver.path("config").path("scrape_configs"));
    }
  }

  private void scrapeConfigs(JsonNode scrapeConfigs) {
    if (!scrapeConfigs.isArray() || scrapeConfigs.isEmpty()) {
      add(
          RECEIVER + ".config.scrape_configs",
          "",
          PROMETHEUS
              + (scrapeConfigs.isArray() || scrapeConfigs.isMissingNode()
                  ? "there are no scrape configs, and resources of the Prometheus operator are not"
                      + " looked for"
                  : "the scrape configs are not a list"));
    }
  }

  private void kind() {
    if (!candidate.facts().cluster().kinds().contains(ApiKind.TARGET_ALLOCATOR)) {
      findings.add(
          Finding.of(
              CollectorReason.KindMissing,
              FIELD + ".enabled",
              "true",
              "needs the kind TargetAllocator, which this cluster lacks, so each pod scrapes all"
                  + " targets of its config"));
    }
  }

  private void add(String field, String value, String problem) {
    findings.add(Finding.of(CollectorReason.InvalidSpec, field, value, problem));
  }
}
