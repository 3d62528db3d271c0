// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Custom resources that the API server has and no watch has told yet: whoever applies one and a
 * Deployment together is faster than any watch. It is asked at most once a second for each
 * namespace, and waited for briefly.
 *
 * @param <T> what becomes of a resource
 */
final class FreshReads<T> {

  private static final Logger LOG = LoggerFactory.getLogger(FreshReads.class);

  private static final Duration SHELF_LIFE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final int MAX_NAMESPACES = 1_000;

  private final Function<String, SortedMap<String, T>> reader;
  private final Executor executor;
  private final Map<String, Read<T>> reads = new ConcurrentHashMap<>();

  private record Read<T>(long began, CompletableFuture<SortedMap<String, T>> found) {

    boolean isFresh() {
      return System.nanoTime() - began < SHELF_LIFE.toNanos();
    }
  }

  /**
   * Nothing is read yet.
   *
   * @param reader all of a namespace, by name; may be slow and may fail as the client does
   * @param executor runs it
   */
  FreshReads(Function<String, SortedMap<String, T>> reader, Executor executor) {
    this.reader = reader;
    this.executor = executor;
  }

  /** Runs each read on a thread of its own. */
  static <T> FreshReads<T> of(String name, Function<String, SortedMap<String, T>> reader) {
    return new FreshReads<>(reader, task -> Thread.ofVirtual().name(name).start(task));
  }

  /** All of a namespace, by name; none where the answer does not come in time. */
  SortedMap<String, T> in(String namespace) {
    if (reads.size() > MAX_NAMESPACES) {
      reads.values().removeIf(read -> !read.isFresh());
    }
    var read =
        reads.compute(
            namespace,
            (_, last) ->
                last != null && last.isFresh()
                    ? last
                    : new Read<>(
                        System.nanoTime(),
                        CompletableFuture.supplyAsync(() -> fetch(namespace), executor)));
    try {
      return read.found().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      LOG.atDebug().setCause(late).addKeyValue("namespace", namespace).log("not read in time");
      return new TreeMap<>();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new TreeMap<>();
    }
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
