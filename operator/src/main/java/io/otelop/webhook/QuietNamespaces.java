// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import io.otelop.cluster.KnownNamespaces;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the namespaces and says which pods are to be sent to us. A namespace that begins to ask
 * is told at once; one that is found quiet can wait, so that many of them make one change.
 */
public final class QuietNamespaces implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(QuietNamespaces.class);

  private final KnownNamespaces namespaces;
  private final PodInterest interest;
  private final Clock clock;
  private final Pace pace;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("quiet-namespaces").factory());
  private final AtomicBoolean isLookDue = new AtomicBoolean();
  private final AtomicBoolean isChangeDue = new AtomicBoolean();
  private Consumer<PodTarget> listener = _ -> {};
  private PodTarget told = PodTarget.ALL;

  /**
   * When quiet namespaces are told.
   *
   * @param settled how old they must be
   * @param pause how long they wait for others
   */
  public record Pace(Duration settled, Duration pause) {

    /** What suits a cluster. */
    public static final Pace STANDARD = new Pace(PodTarget.SETTLED, Duration.ofSeconds(10));
  }

  /** Follows nothing yet. */
  public QuietNamespaces(KnownNamespaces namespaces, PodInterest interest, Clock clock, Pace pace) {
    this.namespaces = namespaces;
    this.interest = interest;
    this.clock = clock;
    this.pace = pace;
  }

  /** What is to be sent now. */
  public PodTarget target() {
    return PodTarget.of(namespaces.all(), interest, pace.settled(), clock.instant());
  }

  /**
   * Tells of changes from now on, on a thread of this object.
   *
   * @param known what the listener knows already
   */
  public void follow(PodTarget known, Consumer<PodTarget> changes) {
    told = known;
    listener = changes;
    namespaces.onChange(this::refresh);
    later();
  }

  /** Something else changed that the interest depends on. */
  public void refresh() {
    if (isLookDue.compareAndSet(false, true)) {
      run(
          () -> {
            isLookDue.set(false);
            look();
          },
          Duration.ZERO);
    }
  }

  private void look() {
    var target = target();
    if (!target.tolerates(told.quiet())) {
      tell(target);
      return;
    }
    if (!target.asking().equals(told.asking())) {
      told = target.withQuiet(told.quiet());
      listener.accept(told);
    }
    if (!target.quiet().equals(told.quiet()) || hasUnsettled(target)) {
      later();
    }
  }

  private void later() {
    if (isChangeDue.compareAndSet(false, true)) {
      run(
          () -> {
            isChangeDue.set(false);
            var target = target();
            if (!target.quiet().equals(told.quiet())) {
              tell(target);
            }
            if (hasUnsettled(target)) {
              later();
            }
          },
          pace.pause());
    }
  }

  private void tell(PodTarget target) {
    LOG.atInfo()
        .addKeyValue("quiet", target.quiet().size())
        .addKeyValue("asking", target.asking().size())
        .log("namespaces whose pods are sent have changed");
    told = target;
    listener.accept(target);
  }

  /** Whether a namespace becomes quiet by nothing but time. */
  private boolean hasUnsettled(PodTarget target) {
    return target.quiet().size() < PodTarget.MOST
        && target.quiet().size() + target.asking().size() < namespaces.all().size();
  }

  private void run(Runnable work, Duration delay) {
    try {
      var _ = timer.schedule(() -> guarded(work), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closing) {
      LOG.atDebug().log("change of a namespace seen while stopping");
    }
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException fault) {
      // The edge of this thread: nobody would hear of the fault otherwise.
      LOG.atError().setCause(fault).log("namespaces could not be looked at");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
