// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.admission;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.otelop.collector.CollectorReason;
import io.otelop.collector.Mode;
import io.otelop.crds.collector.AutoscalerSpec;
import io.otelop.crds.collector.MetricSpec;
import io.otelop.reason.Finding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How many pods there may be. Rules: collector.md 4.4, rows 8 to 10, and 6.2. */
final class ScalingChecks {

  private static final String AUTOSCALER = "spec.autoscaler";
  private static final int LONGEST_WINDOW = 3_600;

  private final Candidate candidate;
  private final List<Finding> findings = new ArrayList<>();

  private ScalingChecks(Candidate candidate) {
    this.candidate = candidate;
  }

  static Stream<Finding> of(Candidate candidate) {
    var checks = new ScalingChecks(candidate);
    var autoscaler = candidate.spec().autoscaler();
    if (autoscaler != null) {
      checks.limits(autoscaler);
      checks.behavior(autoscaler);
      checks.metrics(autoscaler);
    }
    checks.budget();
    return checks.findings.stream();
  }

  private void limits(AutoscalerSpec autoscaler) {
    var least = autoscaler.minReplicas();
    var most = autoscaler.maxReplicas();
    if (most == null) {
      if (least != null) {
        add(AUTOSCALER + ".maxReplicas", "", "is not given although minReplicas is");
      } else {
        without(AUTOSCALER, "has no effect without maxReplicas");
      }
      return;
    }
    var mode = candidate.mode();
    if (mode != Mode.DEPLOYMENT && mode != Mode.STATEFULSET) {
      without(AUTOSCALER, "has no effect in the mode " + mode.key());
    }
    var replicas = Objects.requireNonNullElse(candidate.spec().replicas(), 1);
    if (replicas > most) {
      add("spec.replicas", replicas.toString(), "is more than autoscaler.maxReplicas, " + most);
    }
    if (least != null && least > most) {
      add(AUTOSCALER + ".minReplicas", least.toString(), "is more than maxReplicas, " + most);
    }
  }

  private void behavior(AutoscalerSpec autoscaler) {
    var behavior = autoscaler.behavior();
    if (behavior != null) {
      window("scaleUp", behavior.getScaleUp());
      window("scaleDown", behavior.getScaleDown());
    }
  }

  private void window(String direction, @Nullable HPAScalingRules rules) {
    var seconds = rules == null ? null : rules.getStabilizationWindowSeconds();
    if (seconds != null && (seconds < 0 || seconds > LONGEST_WINDOW)) {
      add(
          AUTOSCALER + ".behavior." + direction + ".stabilizationWindowSeconds",
          seconds.toString(),
          "is not between 0 and " + LONGEST_WINDOW);
    }
  }

  private void metrics(AutoscalerSpec autoscaler) {
    var metrics = Objects.requireNonNullElse(autoscaler.metrics(), List.<MetricSpec>of());
    for (var i = 0; i < metrics.size(); i++) {
      var metric = metrics.get(i);
      var field = AUTOSCALER + ".metrics[" + i + "]";
      var pods = metric.pods();
      if (!"Pods".equals(metric.type())) {
        add(field + ".type", metric.type(), "is not Pods, the only type there is");
      } else if (pods == null || pods.getTarget() == null) {
        add(field + ".pods.target", "", "is not given");
      } else {
        var target = pods.getTarget();
        var isAverage = "AverageValue".equals(target.getType());
        var value = isAverage ? target.getAverageValue() : target.getValue();
        if (!isAverage && !"Value".equals(target.getType())) {
          add(field + ".pods.target.type", target.getType(), "is neither AverageValue nor Value");
        } else if (value == null || value.getNumericalAmount().compareTo(BigDecimal.ONE) < 0) {
          add(
              field + ".pods.target." + (isAverage ? "averageValue" : "value"),
              value == null ? "" : value.toString(),
              "is not at least 1");
        }
      }
    }
  }

  /** The API server takes one of the two and refuses both. */
  private void budget() {
    var budget = candidate.spec().podDisruptionBudget();
    if (budget != null && budget.minAvailable() != null && budget.maxUnavailable() != null) {
      add("spec.podDisruptionBudget", "", "has both minAvailable and maxUnavailable");
    }
  }

  private void add(String field, @Nullable String value, String problem) {
    findings.add(
        Finding.of(
            CollectorReason.InvalidSpec, field, Objects.requireNonNullElse(value, ""), problem));
  }

  private void without(String field, String problem) {
    findings.add(Finding.of(CollectorReason.WithoutEffect, field, "", problem));
  }
}
