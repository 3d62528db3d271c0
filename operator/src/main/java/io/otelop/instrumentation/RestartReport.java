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
import java.util.Optional;
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
    if (untouched(restart).anyMatch(name::equals)) {
      found.add(hasNoRollout());
    }
    if (isBehind && found.isEmpty()) {
      found.addAll(ofAll(restart));
    }
    return found;
  }

  /**
   * A workload that has a say in a restart, and what that is.
   *
   * @param workload as the status names it
   */
  public record Entry(Workload workload, Finding finding) {}

  /** The workloads that a status names: those that roll, have failed, or wait. */
  public static List<Entry> entries(RestartStatus restart) {
    return Stream.concat(
            list(restart.rolling()).stream()
                .map(it -> new Entry(Workload.parse(it.workload()), rolling(restart, it))),
            Stream.concat(
                Stream.concat(list(restart.failed()).stream(), list(restart.waiting()).stream())
                    .map(it -> new Entry(Workload.parse(it.workload()), noted(it))),
                untouched(restart).map(it -> new Entry(Workload.parse(it), hasNoRollout()))))
        .toList();
  }

  /** What stops all of it; empty where nothing does. */
  public static Optional<Finding> stop(RestartStatus restart) {
    return ofAll(restart).stream().findFirst();
  }

  /** What an Instrumentation says about it, in words. */
  public static String policy(EffectiveInstrumentation instrumentation) {
    var policy = instrumentation.restart();
    return policy.isOn()
        ? "OnChange, %d at a time, each within %d s%s"
            .formatted(
                policy.atOnce(),
                policy.timeout().toSeconds(),
                policy.window().map(it -> ", " + it.text()).orElse(""))
        : "Never";
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

  private static Finding hasNoRollout() {
    return Finding.of(LifeReason.NoRollout, "", "", "has no rollout");
  }

  private static Stream<String> untouched(RestartStatus restart) {
    var untouched = restart.untouched();
    return untouched == null ? Stream.empty() : list(untouched.workloads()).stream();
  }

  private static <T> List<T> list(@Nullable List<T> given) {
    return Objects.requireNonNullElse(given, List.of());
  }
}
