// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.crds.instrumentation.RestartStatus;
import io.otelop.instrumentation.restart.RestartPolicy;
import io.otelop.instrumentation.restart.Wave;
import io.otelop.instrumentation.restart.WorkloadState;
import io.otelop.reason.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each reason for which a workload is, or is not, restarted is told about that workload. */
class RestartReasonsTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Workload WEB = new Workload("shop", "Deployment", "web");
  private static final Workload API = new Workload("shop", "Deployment", "api");
  private static final String TARGET = "shop/default@2";
  private static final RestartPolicy POLICY =
      new RestartPolicy(true, 1, Duration.ofSeconds(60), Optional.empty());

  /** All that are not about the Instrumentation itself. */
  static Set<LifeReason> ofWorkloads() {
    return EnumSet.range(LifeReason.WorkloadRestarted, LifeReason.RestartNotPermitted);
  }

  @ParameterizedTest
  @MethodSource("ofWorkloads")
  void aReasonIsToldAboutItsWorkload(LifeReason reason) {
    var told = RestartReport.of(status(reason), WEB, true);

    assertThat(told).extracting(Finding::reason).containsExactly(reason);
    assertThat(told.getFirst().sentence()).contains(reason.remedy());
  }

  static RestartStatus status(LifeReason reason) {
    return switch (reason) {
      case WorkloadRestarted -> step(NOON, null, _ -> state(true, ""));
      case RestartTimedOut -> {
        var rolling = step(NOON, null, _ -> state(true, ""));
        yield step(NOON.plusSeconds(61), rolling, _ -> state(false, TARGET));
      }
      case RestartStopped -> {
        var rolling = step(NOON, null, _ -> state(true, ""), API, WEB);
        yield step(NOON.plusSeconds(61), rolling, _ -> state(false, TARGET), API, WEB);
      }
      case RestartWithoutEffect ->
          Wave.next(
                  inputs(NOON, Map.of(WEB, Set.of(TARGET + " again")), Set.of()),
                  null,
                  _ -> state(true, TARGET + " again"))
              .status();
      case WorkloadUnhealthy -> step(NOON, null, _ -> state(false, ""));
      case DisruptionBudgetExhausted ->
          step(
              NOON,
              null,
              _ ->
                  new WorkloadState(
                      true,
                      true,
                      "",
                      Optional.of(Finding.of(reason, "", "", "takes too many")),
                      Optional.empty()));
      case NoRollout ->
          Wave.next(inputs(NOON, Map.of(WEB, Set.of()), Set.of(WEB)), null, _ -> state(true, ""))
              .status();
      case RestartNotPermitted ->
          Wave.notPermitted(inputs(NOON, Map.of(WEB, Set.of()), Set.of()), null).status();
      default -> throw new IllegalArgumentException(reason + " is about no workload");
    };
  }

  private static RestartStatus step(
      Instant now,
      @org.jspecify.annotations.Nullable RestartStatus before,
      Function<Workload, WorkloadState> read,
      Workload... workloads) {
    var candidates = new TreeMap<Workload, Set<String>>();
    for (var workload : workloads.length == 0 ? List.of(WEB) : List.of(workloads)) {
      candidates.put(workload, Set.of());
    }
    return Wave.next(inputs(now, candidates, Set.of()), before, read).status();
  }

  private static Wave.Inputs inputs(
      Instant now, Map<Workload, Set<String>> candidates, Set<Workload> fixed) {
    return new Wave.Inputs(
        POLICY, TARGET, new TreeMap<>(candidates), new TreeSet<>(fixed), "", now);
  }

  private static WorkloadState state(boolean isComplete, String restartedFor) {
    return new WorkloadState(true, isComplete, restartedFor, Optional.empty(), Optional.empty());
  }
}
