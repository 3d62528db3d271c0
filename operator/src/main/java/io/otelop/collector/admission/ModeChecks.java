// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.admission;

import io.otelop.collector.CollectorReason;
import io.otelop.collector.Mode;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fields that the mode has no use for. Rules: collector.md 4.4, rows 2, 3, 4, 11 and 13. */
public final class ModeChecks {

  private static final String MODE_IS = "the OpenTelemetry Collector mode is set to ";

  private ModeChecks() {}

  static Stream<Finding> of(Candidate candidate) {
    var spec = candidate.spec();
    var mode = candidate.mode();
    var unfit = new ArrayList<String>();
    if (mode != Mode.STATEFULSET) {
      addIf(isGiven(spec.volumeClaimTemplates()), "volumeClaimTemplates", unfit);
      addIf(
          spec.persistentVolumeClaimRetentionPolicy() != null,
          "persistentVolumeClaimRetentionPolicy",
          unfit);
    }
    if (mode == Mode.SIDECAR) {
      addIf(isGiven(spec.tolerations()), "tolerations", unfit);
      addIf(isGiven(spec.priorityClassName()), "priorityClassName", unfit);
      addIf(spec.affinity() != null, "affinity", unfit);
      addIf(isGiven(spec.additionalContainers()), "additionalContainers", unfit);
      addIf(spec.ingress() != null && isGiven(spec.ingress().type()), "ingress.type", unfit);
    }
    addIf(mode != Mode.SIDECAR && isGiven(spec.configFrom()), "configFrom", unfit);
    var ofDaemonSet = spec.daemonSetUpdateStrategy();
    if (mode != Mode.DAEMONSET && ofDaemonSet != null) {
      addIf(isGiven(ofDaemonSet.getType()), "daemonSetUpdateStrategy.type", unfit);
    }
    var ofDeployment = spec.deploymentUpdateStrategy();
    if (mode != Mode.DEPLOYMENT && ofDeployment != null) {
      addIf(isGiven(ofDeployment.getType()), "deploymentUpdateStrategy.type", unfit);
    }
    return Stream.concat(unfit.stream().map(field -> unfit(mode, field)), idle(candidate));
  }

  /** What the Go operator leaves out without a word: collector.md 2.3 and 2.4. */
  private static Stream<Finding> idle(Candidate candidate) {
    var spec = candidate.spec();
    var idle = new ArrayList<Finding>();
    var config = spec.args() == null ? null : spec.args().get("config");
    if (candidate.mode() != Mode.SIDECAR && config != null) {
      idle.add(
          Finding.of(
              CollectorReason.WithoutEffect,
              "spec.args.config",
              config,
              "has no effect, since the collector is given spec.config"));
    }
    if (candidate.mode() == Mode.DAEMONSET && isGiven(spec.topologySpreadConstraints())) {
      idle.add(
          Finding.of(
              CollectorReason.WithoutEffect,
              "spec.topologySpreadConstraints",
              "",
              "has no effect in the mode daemonset, which puts one pod on each node"));
    }
    return idle.stream();
  }

  /** The mode of a collector cannot change: its pods would be of another kind of workload. */
  public static Optional<Finding> changed(Mode before, Mode after) {
    return before == after
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                CollectorReason.ModeChanged,
                "spec.mode",
                after.key(),
                MODE_IS + before.key() + ", which does not support modification"));
  }

  private static Finding unfit(Mode mode, String field) {
    return Finding.of(
        CollectorReason.NotInThisMode,
        "spec." + field,
        "",
        MODE_IS + mode.key() + ", which does not support the attribute '" + field + "'");
  }

  private static void addIf(boolean isUnfit, String field, List<String> unfit) {
    if (isUnfit) {
      unfit.add(field);
    }
  }

  private static boolean isGiven(@Nullable Collection<?> values) {
    return values != null && !values.isEmpty();
  }

  private static boolean isGiven(@Nullable String text) {
    return text != null && !text.isEmpty();
  }
}
