// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Custom resources that the API server has and no watch has told yet: whoever applies one and a
 * Deployment together is faster than any watch. What was found is good for a second; what was
 * missed is asked for again, since it may be there by now. A namespace is read once at a time,
 * whoever asks, and waited for briefly.
 *
 * @param <T> what becomes of a resource
 */
final class FreshReads<T> {

  private static final Logger LOG = LoggerFactory.getLogger(FreshReads.class);

  private static final Duration SHELF_LIFE = Duration.ofSeconds(1);

  /** How long a pod's admission can wait. */
  static final Duration PATIENCE = Duration.ofMillis(500);

  private static final int MAX_NAMESPACES = 1_000;

  private final Function<String, SortedMap<String, T>> reader;
  private final Executor executor;
  private final Duration patience;
  private final Map<String, Read<T>> reads = new ConcurrentHashMap<>();

  private record Read<T>(long began, CompletableFuture<SortedMap<String, T>> found) {

    boolean isFresh() {
      return System.nanoTime() - began < SHELF_LIFE.toNanos();
    }

    /** Whether what was asked at a moment is answered by this, or may be once it is there. */
    boolean serves(long asked, Predicate<SortedMap<String, T>> suffices) {
      return isFresh()
          && (!found.isDone()
              || isLaterThan(asked)
              || suffices.test(found.getNow(new TreeMap<>())));
    }

    /** Whether it saw everything that was there when somebody asked. */
    boolean isLaterThan(long asked) {
      return began - asked >= 0;
    }
  }

  /**
   * Nothing is read yet.
   *
   * @param reader all of a namespace, by name; may be slow and may fail as the client does
   * @param executor runs it
   * @param patience how long an answer is waited for
   */
  FreshReads(Function<String, SortedMap<String, T>> reader, Executor executor, Duration patience) {
    this.reader = reader;
    this.executor = executor;
    this.patience = patience;
  }

  /** Runs each read on a thread of its own. */
  static <T> FreshReads<T> of(String name, Function<String, SortedMap<String, T>> reader) {
    return new FreshReads<>(reader, task -> Thread.ofVirtual().name(name).start(task), PATIENCE);
  }

  /** The one of this name; empty where the answer does not come in time. */
  Optional<T> find(String namespace, String name) {
    return Optional.ofNullable(read(namespace, found -> found.containsKey(name)).get(name));
  }

  /** All of a namespace, by name; none where the answer does not come in time. */
  SortedMap<String, T> in(String namespace) {
    return read(namespace, found -> !found.isEmpty());
  }

  /** A read that began before somebody asked may have missed what was made in between. */
  private SortedMap<String, T> read(String namespace, Predicate<SortedMap<String, T>> suffices) {
    if (reads.size() > MAX_NAMESPACES) {
      reads.values().removeIf(read -> !read.isFresh());
    }
    var asked = System.nanoTime();
    try {
      while (true) {
        var read =
            reads.compute(
                namespace,
                (_, last) ->
                    last != null && last.serves(asked, suffices) ? last : begin(namespace));
        var left = patience.toNanos() - (System.nanoTime() - asked);
        var found = read.found().get(left, TimeUnit.NANOSECONDS);
        if (read.isLaterThan(asked) || suffices.test(found)) {
          return found;
        }
      }
    } catch (TimeoutException | ExecutionException late) {
      LOG.atDebug().setCause(late).addKeyValue("namespace", namespace).log("not read in time");
      return new TreeMap<>();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new TreeMap<>();
    }
  }

  private Read<T> begin(String namespace) {
    return new Read<>(
        System.nanoTime(), CompletableFuture.supplyAsync(() -> fetch(namespace), executor));
  }

  private SortedMap<String, T> fetch(String namespace) {
    try {
      return reader.apply(namespace);
    } catch (KubernetesClientException refused) {
      LOG.atDebug().setCause(refused).addKeyValue("namespace", namespace).log("not read");
      return new TreeMap<>();
    }
  }
}
