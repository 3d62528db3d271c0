// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.crds.instrumentation.RestartStatus;
import io.otelop.crds.instrumentation.RollingWorkload;
import io.otelop.crds.instrumentation.WorkloadReason;
import io.otelop.instrumentation.LifeReason;
import io.otelop.instrumentation.Workload;
import io.otelop.reason.Finding;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Waves of restarts, step by step, with workloads that are values. */
class WaveTest {

  private static final String TARGET = "shop/default@7";
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  private final Map<Workload, WorkloadState> world = new HashMap<>();
  private final TreeMap<Workload, Set<String>> candidates = new TreeMap<>();
  private final TreeSet<Workload> fixed = new TreeSet<>();
  private RestartPolicy policy = policy(2, Optional.empty());
  private Instant now = NOON;
  private String go = "";
  private @Nullable RestartStatus status;

  @Test
  void restartsAsManyAtATimeAsItMay() {
    outdated(5);

    assertThat(step().start()).containsExactly(workload(0), workload(1));
    assertThat(status().pending()).isEqualTo(3);
    assertThat(step().start()).as("nothing more while two roll").isEmpty();

    comesBack(workload(0));
    var third = step();

    assertThat(third.ended()).containsExactly(workload(0));
    assertThat(third.start()).containsExactly(workload(2));
    assertThat(rolling()).containsExactly(workload(1), workload(2));
    assertThat(status().restarted()).isEqualTo(1);
  }

  @Test
  void neverHasMoreThanThatRollingUntilAllAreDone() {
    outdated(10);
    for (var round = 0; round < 40 && !candidates.isEmpty(); round++) {
      step();
      assertThat(rolling()).hasSizeLessThanOrEqualTo(2);
      if (round % 3 == 2) {
        rolling().forEach(this::comesBack);
      }
    }

    assertThat(candidates).isEmpty();
    step();
    assertThat(status().phase()).isEqualTo("Idle");
    assertThat(status().restarted()).isEqualTo(10);
  }

  @Test
  void goesOnWhereAnOperatorLeftOff() {
    outdated(3);
    status =
        status(List.of(new RollingWorkload(workload(0).toString(), NOON.toString())), List.of());

    // The operator went away after it had said so, and before it touched the workload.
    var wave = step();

    assertThat(wave.start()).containsExactly(workload(0), workload(1));
    assertThat(rolling()).containsExactly(workload(0), workload(1));
  }

  @Test
  void countsWorkloadsThatRollAlreadyAfterACrash() {
    outdated(3);
    world.put(workload(0), state(false, TARGET));
    status =
        status(List.of(new RollingWorkload(workload(0).toString(), NOON.toString())), List.of());

    assertThat(step().start()).containsExactly(workload(1));
  }

  @Test
  void stopsWhenOneDoesNotComeBack() {
    outdated(5);
    step();
    world.put(
        workload(0),
        new WorkloadState(
            true,
            false,
            TARGET,
            Optional.empty(),
            Optional.of(Finding.of(LifeReason.RestartTimedOut, "", "", "does not progress"))));
    comesBack(workload(1));

    assertThat(step().start()).isEmpty();
    assertThat(status().phase()).isEqualTo("Stopped");
    assertThat(status().message()).contains(workload(0).toString()).contains("continue-restart");
    assertThat(status().failed())
        .singleElement()
        .satisfies(failed -> assertThat(failed.message()).contains("does not progress"));
    assertThat(step().start()).as("it stays stopped").isEmpty();
    assertThat(status().pending()).isEqualTo(3);
  }

  @Test
  void goesOnWhenTold() {
    outdated(4);
    world.put(workload(0), state(false, TARGET));
    status =
        status(
            List.of(),
            List.of(new WorkloadReason(workload(0).toString(), "RestartTimedOut", "why")));
    assertThat(step().start()).isEmpty();

    go = "yes";

    assertThat(step().start()).containsExactly(workload(1), workload(2));
    assertThat(status().failed()).isNull();
    assertThat(status().waiting())
        .singleElement()
        .satisfies(
            waiting -> {
              assertThat(waiting.workload()).isEqualTo(workload(0).toString());
              assertThat(waiting.reason()).isEqualTo("WorkloadUnhealthy");
            });

    world.put(
        workload(1),
        new WorkloadState(
            true,
            false,
            TARGET,
            Optional.empty(),
            Optional.of(Finding.of(LifeReason.RestartTimedOut, "", "", "does not progress"))));
    assertThat(step().start()).as("an old word says nothing about a new failure").isEmpty();
  }

  @Test
  void oneThatTakesTooLongHasFailed() {
    outdated(1);
    step();
    world.put(workload(0), state(false, TARGET));
    now = NOON.plusSeconds(601);
    step();

    assertThat(status().phase()).isEqualTo("Stopped");
    assertThat(status().failed())
        .singleElement()
        .satisfies(failed -> assertThat(failed.reason()).isEqualTo("RestartTimedOut"));
  }

  @Test
  void leavesAloneWhatIsNotHealthyOrHasNoBudget() {
    outdated(4);
    world.put(workload(0), state(false, ""));
    world.put(
        workload(1),
        new WorkloadState(
            true,
            true,
            "",
            Optional.of(Finding.of(LifeReason.DisruptionBudgetExhausted, "", "", "too few")),
            Optional.empty()));

    assertThat(step().start()).containsExactly(workload(2), workload(3));
    assertThat(status().waiting())
        .extracting(WorkloadReason::reason)
        .containsExactly("WorkloadUnhealthy", "DisruptionBudgetExhausted");
  }

  @Test
  void namesThoseThatHaveNoRolloutAndTouchesNone() {
    outdated(1);
    var job = new Workload("shop", "Job", "nightly");
    candidates.put(job, Set.of());
    fixed.add(job);

    assertThat(step().start()).containsExactly(workload(0));
    assertThat(status().untouched())
        .isNotNull()
        .satisfies(list -> assertThat(list.workloads()).containsExactly("shop/Job/nightly"));
  }

  @Test
  void aRefusedRestartHasAReason() {
    outdated(1);
    step();

    var refused = Wave.refused(status(), workload(0));

    assertThat(refused.phase()).isEqualTo("NotPermitted");
    assertThat(refused.rolling()).isNull();
    assertThat(refused.waiting())
        .singleElement()
        .satisfies(
            waiting -> {
              assertThat(waiting.workload()).isEqualTo(workload(0).toString());
              assertThat(waiting.reason()).isEqualTo("RestartNotPermitted");
              assertThat(waiting.message()).contains("--enable-workload-restarts");
            });
  }

  @Test
  void aRestartThatChangesNothingIsMadeOnceMoreAndThenStopsTheOthers() {
    outdated(3);
    world.put(workload(0), state(true, TARGET));
    candidates.put(workload(0), Set.of(TARGET));

    var second = step();

    assertThat(second.start()).containsExactly(workload(0), workload(1));
    assertThat(second.note(workload(0))).isEqualTo(TARGET + " again");
    assertThat(second.note(workload(1))).isEqualTo(TARGET);
    comesBack(workload(1));
    assertThat(step().start()).as("the first rolls still").containsExactly(workload(2));

    world.put(workload(0), state(true, second.note(workload(0))));
    candidates.put(workload(0), Set.of(second.note(workload(0))));
    comesBack(workload(2));
    var last = workload(3);
    candidates.put(last, Set.of());
    world.put(last, state(true, ""));

    assertThat(step().start()).isEmpty();
    assertThat(status().failed())
        .singleElement()
        .satisfies(failed -> assertThat(failed.reason()).isEqualTo("RestartWithoutEffect"));

    go = "yes";
    assertThat(step().start()).containsExactly(last);
  }

  @Test
  void whatNeedsNoSecondRestartIsNotToldApartFromTheFirst() {
    outdated(1);
    world.put(workload(0), state(true, TARGET + " again"));

    assertThat(step().start()).as("its new pods are not counted yet").isEmpty();
    assertThat(status().phase()).isEqualTo("Idle");
  }

  @Test
  void oneThatWasRestartedIsNotRestartedAgainBeforeItsPodsAreCountedAnew() {
    outdated(1);
    step();
    world.put(workload(0), state(true, TARGET));

    assertThat(step().start()).isEmpty();
    assertThat(step().start()).isEmpty();
    assertThat(status().phase()).isEqualTo("Idle");
  }

  @Test
  void startsNothingOutsideItsWindow() {
    outdated(2);
    policy =
        policy(
            2,
            Optional.of(
                new RestartWindow(
                    LocalTime.of(22, 0),
                    LocalTime.of(5, 0),
                    Set.of(DayOfWeek.MONDAY),
                    ZoneId.of("Europe/Berlin"))));

    assertThat(step().start()).isEmpty();
    assertThat(status().phase()).isEqualTo("Waiting");
    assertThat(status().message()).contains("22:00");

    // Half past one in the night from Monday to Tuesday, in Berlin.
    now = Instant.parse("2026-03-03T00:30:00Z");
    assertThat(step().start()).hasSize(2);

    var window = policy.window().orElseThrow();
    assertThat(window.isOpen(Instant.parse("2026-03-03T04:30:00Z"))).isFalse();
    assertThat(window.isOpen(Instant.parse("2026-03-03T21:30:00Z"))).as("Tuesday").isFalse();
  }

  private Wave step() {
    var wave =
        Wave.next(
            new Wave.Inputs(policy, TARGET, candidates, fixed, go, now),
            status,
            workload -> world.getOrDefault(workload, WorkloadState.GONE));
    status = wave.status();
    wave.start().forEach(workload -> world.put(workload, state(false, wave.note(workload))));
    return wave;
  }

  private RestartStatus status() {
    return Objects.requireNonNull(status);
  }

  private List<Workload> rolling() {
    var rolling = status().rolling();
    return rolling == null
        ? List.of()
        : rolling.stream().map(it -> Workload.parse(String.valueOf(it.workload()))).toList();
  }

  private void comesBack(Workload workload) {
    world.put(workload, state(true, TARGET));
    candidates.remove(workload);
  }

  private void outdated(int number) {
    IntStream.range(0, number)
        .mapToObj(WaveTest::workload)
        .forEach(
            workload -> {
              candidates.put(workload, Set.of());
              world.put(workload, state(true, ""));
            });
  }

  private static Workload workload(int number) {
    return new Workload("shop", "Deployment", "app-" + number);
  }

  private static WorkloadState state(boolean isComplete, String restartedFor) {
    return new WorkloadState(true, isComplete, restartedFor, Optional.empty(), Optional.empty());
  }

  private static RestartPolicy policy(int atOnce, Optional<RestartWindow> window) {
    return new RestartPolicy(true, atOnce, Duration.ofMinutes(10), window);
  }

  private static RestartStatus status(List<RollingWorkload> rolling, List<WorkloadReason> failed) {
    return new RestartStatus(
        null, null, TARGET, 0, 0, rolling, failed.isEmpty() ? null : failed, null, null, null);
  }
}
