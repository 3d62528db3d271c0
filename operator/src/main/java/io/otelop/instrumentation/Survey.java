// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.cluster.PodReads;
import io.otelop.naming.Labels;
import io.otelop.pod.NamespaceLookup;
import io.otelop.pod.OwnerLookup;
import io.otelop.pod.PodFacts;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again at the running pods of the cluster and says how they stand.
 *
 * <p>Decisions are made in the webhooks of any replica, and pods come and go without one, so
 * nothing is counted where it happens: the pods themselves carry what they got, and each survey
 * counts them anew. So the numbers are right with several replicas, after restarts, and for pods
 * that were deleted. A survey reads pages of metadata, and of each workload that got nothing one
 * whole pod; it keeps no pod. How often it comes follows from how long the last one took, so that
 * it costs little however large the cluster is. Nobody surveys until somebody asks the first time,
 * which the reconcilers do, and so only the replica that leads.
 */
public final class Survey implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Survey.class);

  /** Workloads of which a pod is read in one survey; those beyond are not counted. */
  private static final int MOST_LOOKS = 5_000;

  private final PodReads reads;
  private final RunningPods running;
  private final NamespaceLookup namespaces;
  private final Scope scope;
  private final Pace pace;
  private final List<Consumer<Predicate<String>>> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("survey").factory());
  private volatile @Nullable Report latest;
  private @Nullable Future<?> next;
  private long nextAt;
  private long earliest = System.nanoTime();
  private long began;

  /**
   * Which pods are looked at.
   *
   * @param namespaces the only ones; all where it is empty
   * @param excluded namespaces whose pods never reach the webhook
   */
  public record Scope(List<String> namespaces, Set<String> excluded) {

    /** Copies the collections. */
    public Scope {
      namespaces = List.copyOf(namespaces);
      excluded = Set.copyOf(excluded);
    }
  }

  /**
   * How often.
   *
   * @param delay from a wish to the survey, so that wishes that come together are one
   * @param pause between two surveys at least
   * @param period after which one comes unasked
   * @param share a survey is followed by a pause of this many times what it took
   */
  public record Pace(Duration delay, Duration pause, Duration period, int share) {

    /** At most a fiftieth of the time, and every half minute in a small cluster. */
    public static final Pace STANDARD =
        new Pace(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(30), 50);
  }

  /**
   * What a survey found.
   *
   * @param number of the survey; later ones have greater ones
   * @param began when it began, by the clock of {@link System#nanoTime()}
   * @param summaries by the full name of the Instrumentation
   * @param isComplete false where the operator may not read the pods
   */
  public record Report(
      long number, long began, Map<String, Summary> summaries, boolean isComplete) {

    /** Copies the map. */
    public Report {
      summaries = Map.copyOf(summaries);
    }

    /** The pods that mean one Instrumentation. */
    public Summary of(String fullName) {
      return summaries.getOrDefault(fullName, Summary.EMPTY);
    }
  }

  /** Surveys nothing yet. */
  public Survey(
      PodReads reads, RunningPods running, NamespaceLookup namespaces, Scope scope, Pace pace) {
    this.reads = reads;
    this.running = running;
    this.namespaces = namespaces;
    this.scope = scope;
    this.pace = pace;
  }

  /** Tells which Instrumentations, by full name, have pods that stand otherwise than before. */
  public void onChange(Consumer<Predicate<String>> listener) {
    listeners.add(listener);
  }

  /** What the last survey found; empty before the first one. */
  public Optional<Report> latest() {
    return Optional.ofNullable(latest);
  }

  /** Something changed: there will be a survey soon, and from now on again and again. */
  public synchronized void request() {
    schedule(Math.max(System.nanoTime() + pace.delay().toNanos(), earliest));
  }

  /** A pod was let in. Where nobody has asked for a survey yet it is nothing. */
  public synchronized void hint() {
    if (latest != null) {
      request();
    }
  }

  private synchronized void schedule(long at) {
    if (next != null && !next.isDone() && nextAt - at <= 0) {
      return;
    }
    if (next != null) {
      next.cancel(false);
    }
    nextAt = at;
    if (!timer.isShutdown()) {
      next = timer.schedule(this::run, Math.max(0, at - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
  }

  private void run() {
    began = System.nanoTime();
    try {
      publish(new Report(number(), began, look(), true));
    } catch (PodReads.Refused refused) {
      LOG.atWarn().setCause(refused).log("the pods of the cluster cannot be counted");
      if (refused.isForbidden()) {
        publish(new Report(number(), began, Map.of(), false));
      }
    } catch (IOException unreachable) {
      LOG.atDebug().setCause(unreachable).log("the pods of the cluster could not be read");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException fault) {
      // The edge of this thread: a fault must not end the timer.
      LOG.atWarn().setCause(fault).log("a survey of the pods failed");
    }
    again();
  }

  private long number() {
    var before = latest;
    return before == null ? 1 : before.number() + 1;
  }

  private synchronized void again() {
    var now = System.nanoTime();
    var rest = (now - began) * pace.share();
    earliest = now + Math.max(pace.pause().toNanos(), rest);
    next = null;
    schedule(now + Math.max(pace.period().toNanos(), rest));
  }

  private Map<String, Summary> look() throws IOException, InterruptedException {
    var census = new Census();
    var looked = new HashMap<String, List<Standing>>();
    reads.forEach(
        scope.namespaces(),
        pod -> {
          var facts = facts(pod);
          if (isCounted(facts)) {
            census.add(facts, standings(facts, looked));
          }
        });
    return census.summaries();
  }

  private List<Standing> standings(PodFacts pod, Map<String, List<Standing>> looked)
      throws IOException, InterruptedException {
    var standings = running.glance(pod);
    if (standings.stream().noneMatch(Standing.Unclear.class::isInstance)) {
      return standings;
    }
    var owners = pod.ownerReferences();
    var key = owners.isEmpty() ? pod.uid() : owners.getFirst().uid();
    var before = looked.get(key);
    if (before != null) {
      return before;
    }
    if (looked.size() >= MOST_LOOKS) {
      return List.of();
    }
    var whole = reads.find(pod.namespace(), pod.name());
    var now = whole.isEmpty() ? List.<Standing>of() : running.look(facts(whole.get()));
    looked.put(key, now);
    return now;
  }

  private boolean isCounted(PodFacts pod) {
    return !scope.excluded().contains(pod.namespace())
        && pod.annotation(Labels.MIRROR_POD).isMissingNode()
        && pod.pod().path("metadata").path("deletionTimestamp").isMissingNode();
  }

  private PodFacts facts(JsonNode pod) {
    var namespace = pod.path("metadata").path("namespace").asText("");
    var metadata = namespaces.find(namespace).orElse(NamespaceLookup.Metadata.NONE);
    return new PodFacts(
        pod, namespace, metadata.annotations(), metadata.labels(), OwnerLookup.NONE);
  }

  private void publish(Report report) {
    var before = latest;
    latest = report;
    Predicate<String> isConcerned =
        name ->
            before == null
                || before.isComplete() != report.isComplete()
                || !before.of(name).equals(report.of(name));
    listeners.forEach(listener -> listener.accept(isConcerned));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
