// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.restart;

import io.otelop.crds.instrumentation.RestartStatus;
import io.otelop.crds.instrumentation.RollingWorkload;
import io.otelop.crds.instrumentation.WorkloadReason;
import io.otelop.instrumentation.LifeReason;
import io.otelop.instrumentation.Workload;
import io.otelop.reason.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The next step of a restart: the status that says it, and the workloads to be restarted once that
 * status is stored. A status that says that a workload rolls is stored before the workload is
 * touched, so whoever comes after a crash counts it, and restarts it if that had not happened yet.
 *
 * @param status to be stored
 * @param start to be restarted, after that
 * @param again those of them that were restarted for the same target already, and whose pods are as
 *     before: a replica of the operator may not have known the target yet when it was asked about
 *     them, or none was there
 * @param ended came back since the last step
 */
public record Wave(
    RestartStatus status, List<Workload> start, Set<Workload> again, List<Workload> ended) {

  /** Nobody was to be restarted. */
  public static final RestartStatus NOTHING =
      new RestartStatus(null, null, null, null, null, null, null, null, null, null);

  private static final int MAX_NAMED = 20;

  /** Workloads that are looked at in one step, for a step must end. */
  private static final int MAX_LOOKS = 100;

  private static final String AGAIN = " again";

  /** Copies the lists. */
  public Wave {
    start = List.copyOf(start);
    again = Set.copyOf(again);
    ended = List.copyOf(ended);
  }

  /** What a wave has come to. */
  public enum Phase {
    Idle,
    Waiting,
    Rolling,
    Stopped,
    NotPermitted
  }

  /**
   * What a step is decided from.
   *
   * @param target full name and generation that workloads are restarted for
   * @param candidates outdated and missed workloads, with what their pods were restarted for
   * @param fixed those among them that have no rollout
   * @param go value of the annotation that makes a stopped restart go on; empty where there is none
   * @param now the time
   */
  public record Inputs(
      RestartPolicy policy,
      String target,
      SortedMap<Workload, Set<String>> candidates,
      SortedSet<Workload> fixed,
      String go,
      Instant now) {}

  /** Decides a step. */
  public static Wave next(
      Inputs inputs, @Nullable RestartStatus previous, Function<Workload, WorkloadState> read) {
    return new Step(inputs, previous, read).wave();
  }

  /** What the template of a workload to be restarted is to say that it is restarted for. */
  public String note(Workload workload) {
    return status.target() + (again.contains(workload) ? AGAIN : "");
  }

  /** The step of an operator that may not restart anything. */
  public static Wave notPermitted(Inputs inputs, @Nullable RestartStatus previous) {
    var before = Objects.requireNonNullElse(previous, NOTHING);
    return new Wave(
        new RestartStatus(
            Phase.NotPermitted.name(),
            "the operator may not restart workloads; " + LifeReason.RestartNotPermitted.remedy(),
            inputs.target(),
            before.restarted(),
            inputs.candidates().size() - inputs.fixed().size(),
            null,
            null,
            null,
            Workload.list(List.copyOf(inputs.fixed()), MAX_NAMED),
            before.continued()),
        List.of(),
        Set.of(),
        List.of());
  }

  /** What a status becomes when the API server does not let us restart a workload. */
  public static RestartStatus refused(RestartStatus status, Workload workload) {
    var waiting = new ArrayList<WorkloadReason>();
    waiting.add(
        new WorkloadReason(
            workload.toString(),
            LifeReason.RestartNotPermitted.code(),
            notPermitted(workload).sentence()));
    waiting.addAll(Objects.requireNonNullElse(status.waiting(), List.<WorkloadReason>of()));
    return new RestartStatus(
        Phase.NotPermitted.name(),
        "the operator may not restart " + workload + "; " + LifeReason.RestartNotPermitted.remedy(),
        status.target(),
        status.restarted(),
        status.pending(),
        null,
        status.failed(),
        waiting.stream().limit(MAX_NAMED).toList(),
        status.untouched(),
        status.continued());
  }

  /** Why a workload stays as it is that the API server does not let us restart. */
  public static Finding notPermitted(Workload workload) {
    return Finding.of(
        LifeReason.RestartNotPermitted, "", "", "the operator may not restart " + workload);
  }

  /** One step, as it is made. */
  private static final class Step {
    private final Inputs inputs;
    private final @Nullable RestartStatus previous;
    private final Function<Workload, WorkloadState> read;
    private final boolean isSameTarget;
    private final Map<String, RollingWorkload> rolling = new LinkedHashMap<>();
    private final Map<String, WorkloadReason> failed = new LinkedHashMap<>();
    private final List<WorkloadReason> waiting = new ArrayList<>();
    private final List<Workload> start = new ArrayList<>();
    private final Set<Workload> again = new HashSet<>();
    private final List<Workload> ended = new ArrayList<>();
    private String continued = "";
    private int restarted;
    private int pending;
    private String message = "";

    Step(Inputs inputs, @Nullable RestartStatus previous, Function<Workload, WorkloadState> read) {
      this.inputs = inputs;
      this.previous = previous;
      this.read = read;
      this.isSameTarget = previous != null && inputs.target().equals(previous.target());
    }

    Wave wave() {
      remember();
      follow();
      if (failed.isEmpty() && isOpen()) {
        startMore();
      } else {
        pending = (int) inputs.candidates().keySet().stream().filter(this::isLeft).count();
      }
      return new Wave(status(), start, again, ended);
    }

    /** What the last status says, as far as it still counts. */
    private void remember() {
      if (previous == null) {
        return;
      }
      continued = Objects.requireNonNullElse(previous.continued(), "");
      var isTold = !inputs.go().isEmpty() && !continued.equals(word());
      if (isSameTarget) {
        restarted = Objects.requireNonNullElse(previous.restarted(), 0);
        if (previous.failed() != null && !isTold) {
          previous.failed().forEach(it -> failed.put(String.valueOf(it.workload()), it));
        }
      }
      if (isTold) {
        continued = word();
      }
      if (previous.rolling() != null) {
        previous.rolling().forEach(it -> rolling.put(String.valueOf(it.workload()), it));
      }
    }

    private String word() {
      return inputs.go() + " for " + inputs.target();
    }

    /** Looks after those that roll. */
    private void follow() {
      for (var entry : List.copyOf(rolling.values())) {
        var name = String.valueOf(entry.workload());
        var workload = Workload.parse(name);
        var state = read.apply(workload);
        if (!state.exists()) {
          rolling.remove(name);
        } else if (state.restartedFor().isEmpty() || isOlder(state)) {
          // It was to be restarted when whoever decided it went away.
          rolling.put(name, new RollingWorkload(name, inputs.now().toString()));
          start.add(workload);
        } else if (state.isComplete()) {
          rolling.remove(name);
          restarted++;
          ended.add(workload);
        } else if (state.failure().isPresent()) {
          fail(workload, state.failure().get());
        } else if (isLate(entry)) {
          fail(
              workload,
              Finding.of(
                  LifeReason.RestartTimedOut,
                  "",
                  "",
                  "is not complete " + inputs.policy().timeout().toSeconds() + " s after"));
        }
      }
    }

    private boolean isOlder(WorkloadState state) {
      return isSameTarget && !isOfTarget(state.restartedFor());
    }

    private boolean isOfTarget(String note) {
      return note.equals(inputs.target()) || isSecond(note);
    }

    private boolean isSecond(String note) {
      return note.equals(inputs.target() + AGAIN);
    }

    private boolean isLate(RollingWorkload entry) {
      return entry.since() == null
          || Instant.parse(entry.since()).plus(inputs.policy().timeout()).isBefore(inputs.now());
    }

    private boolean isOpen() {
      var window = inputs.policy().window();
      if (window.isEmpty() || window.get().isOpen(inputs.now())) {
        return true;
      }
      message = "workloads are restarted " + window.get().text();
      return false;
    }

    private void startMore() {
      var looks = 0;
      for (var candidate : inputs.candidates().entrySet()) {
        var workload = candidate.getKey();
        if (!isLeft(workload)) {
          continue;
        }
        if (rolling.size() >= inputs.policy().atOnce() || ++looks > MAX_LOOKS) {
          pending++;
          continue;
        }
        look(workload, candidate.getValue());
        if (!failed.isEmpty()) {
          return;
        }
      }
    }

    /**
     * @param notes what its outdated and missed pods were restarted for
     */
    private void look(Workload workload, Set<String> notes) {
      var state = read.apply(workload);
      if (!state.exists()) {
        return;
      }
      var note = state.restartedFor();
      if (!state.isComplete()) {
        hold(workload, unhealthy());
      } else if (isOfTarget(note) && !notes.contains(note)) {
        // Its pods have gone, and the next survey will see that.
        return;
      } else if (isSecond(note)) {
        vain(workload);
      } else if (state.hindrance().isPresent()) {
        hold(workload, state.hindrance().get());
      } else {
        var name = workload.toString();
        rolling.put(name, new RollingWorkload(name, inputs.now().toString()));
        start.add(workload);
        if (isOfTarget(note)) {
          again.add(workload);
        }
      }
    }

    /** Once told to go on, such a workload is in nobody's way. */
    private void vain(Workload workload) {
      var finding =
          Finding.of(
              LifeReason.RestartWithoutEffect,
              "",
              "",
              "was restarted twice for " + inputs.target() + ", and its pods are as before");
      if (continued.equals(word())) {
        hold(workload, finding);
      } else {
        fail(workload, finding);
      }
    }

    private static Finding unhealthy() {
      return Finding.of(
          LifeReason.WorkloadUnhealthy,
          "",
          "",
          "has pods that are not ready or of an old revision");
    }

    private void hold(Workload workload, Finding why) {
      pending++;
      waiting.add(reason(workload, why));
    }

    private void fail(Workload workload, Finding why) {
      rolling.remove(workload.toString());
      failed.put(workload.toString(), reason(workload, why));
    }

    private static WorkloadReason reason(Workload workload, Finding why) {
      return new WorkloadReason(workload.toString(), why.reason().code(), why.sentence());
    }

    private boolean isLeft(Workload workload) {
      return !inputs.fixed().contains(workload)
          && !rolling.containsKey(workload.toString())
          && !failed.containsKey(workload.toString());
    }

    private RestartStatus status() {
      return new RestartStatus(
          phase().name(),
          said(),
          inputs.target(),
          restarted,
          pending,
          rolling.isEmpty() ? null : List.copyOf(rolling.values()),
          failed.isEmpty() ? null : failed.values().stream().limit(MAX_NAMED).toList(),
          waiting.isEmpty() ? null : waiting.stream().limit(MAX_NAMED).toList(),
          Workload.list(List.copyOf(new TreeSet<>(inputs.fixed())), MAX_NAMED),
          continued.isEmpty() ? null : continued);
    }

    private Phase phase() {
      if (!failed.isEmpty()) {
        return Phase.Stopped;
      }
      if (!rolling.isEmpty()) {
        return Phase.Rolling;
      }
      return pending > 0 ? Phase.Waiting : Phase.Idle;
    }

    private @Nullable String said() {
      if (!failed.isEmpty()) {
        return "stopped: "
            + failed.values().iterator().next().workload()
            + " did not come back; "
            + LifeReason.RestartStopped.remedy();
      }
      return message.isEmpty() ? null : message;
    }
  }
}
