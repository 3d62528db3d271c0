// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.otelop.crds.instrumentation.RestartStatus;
import io.otelop.crds.instrumentation.RollingWorkload;
import io.otelop.crds.instrumentation.WorkloadReason;
import io.otelop.instrumentation.restart.Wave.Phase;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the status of an Instrumentation says about the restart of one workload. Pure. */
public final class RestartReport {

  private RestartReport() {}

  /**
   * Why it is, or is not, restarted.
   *
   * @param isBehind whether its pods are outdated, or were missed
   */
  public static List<Finding> of(
      @Nullable RestartStatus restart, Workload workload, boolean isBehind) {
    if (restart == null) {
      return List.of();
    }
    var name = workload.toString();
    var found = new ArrayList<Finding>();
    list(restart.rolling()).stream()
        .filter(it -> name.equals(it.workload()))
        .map(it -> rolling(restart, it))
        .forEach(found::add);
    Stream.concat(list(restart.failed()).stream(), list(restart.waiting()).stream())
        .filter(it -> name.equals(it.workload()))
        .map(RestartReport::noted)
        .forEach(found::add);
    var untouched = restart.untouched();
    if (untouched != null && list(untouched.workloads()).contains(name)) {
      found.add(Finding.of(LifeReason.NoRollout, "", "", "has no rollout"));
    }
    if (isBehind && found.isEmpty()) {
      found.addAll(ofAll(restart));
    }
    return found;
  }

  /** What keeps all of them from being restarted. */
  private static List<Finding> ofAll(RestartStatus restart) {
    var message = Objects.requireNonNullElse(restart.message(), "");
    if (Phase.Stopped.name().equals(restart.phase())) {
      return List.of(new Finding(LifeReason.RestartStopped, "", "", message, ""));
    }
    return Phase.NotPermitted.name().equals(restart.phase())
        ? List.of(new Finding(LifeReason.RestartNotPermitted, "", "", message, ""))
        : List.of();
  }

  private static Finding rolling(RestartStatus restart, RollingWorkload workload) {
    return Finding.of(
        LifeReason.WorkloadRestarted,
        "",
        "",
        "is restarted for Instrumentation %s since %s"
            .formatted(restart.target(), workload.since()));
  }

  /** The message has the remedy in it. */
  private static Finding noted(WorkloadReason noted) {
    var reason =
        Stream.of(LifeReason.values())
            .filter(it -> it.code().equals(noted.reason()))
            .findFirst()
            .orElse(LifeReason.WorkloadUnhealthy);
    return new Finding(reason, "", "", Objects.requireNonNullElse(noted.message(), ""), "");
  }

  private static <T> List<T> list(@Nullable List<T> given) {
    return Objects.requireNonNullElse(given, List.of());
  }
}
