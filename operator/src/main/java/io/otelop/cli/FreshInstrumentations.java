// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.EffectiveInstrumentation;
import io.otelop.instrumentation.EffectiveInstrumentation.Result;
import io.otelop.instrumentation.InstrumentationFacts;
import io.otelop.instrumentation.Instrumentations;
import java.time.Duration;
import java.util.List;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Instrumentations in memory, and where none is there that a pod asks for, those that the API
 * server has: whoever applies an Instrumentation and a Deployment together is faster than any
 * watch. It is asked at most once a second for each namespace, and waited for briefly.
 */
final class FreshInstrumentations implements Instrumentations {

  private static final Logger LOG = LoggerFactory.getLogger(FreshInstrumentations.class);

  private static final Duration SHELF_LIFE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final int MAX_NAMESPACES = 1_000;

  private final Instrumentations known;
  private final Function<String, List<Instrumentation>> reader;
  private final InstrumentationFacts facts;
  private final Executor executor;
  private final Map<String, Read> reads = new ConcurrentHashMap<>();

  private record Read(long began, CompletableFuture<SortedMap<String, Result>> found) {

    boolean isFresh() {
      return System.nanoTime() - began < SHELF_LIFE.toNanos();
    }
  }

  /**
   * Reads through to the API server.
   *
   * @param reader all of a namespace; may be slow and may fail as the client does
   * @param executor runs it
   */
  FreshInstrumentations(
      Instrumentations known,
      Function<String, List<Instrumentation>> reader,
      InstrumentationFacts facts,
      Executor executor) {
    this.known = known;
    this.reader = reader;
    this.facts = facts;
    this.executor = executor;
  }

  /** Reads through a client. */
  static FreshInstrumentations of(
      Instrumentations known, KubernetesClient client, InstrumentationFacts facts) {
    return new FreshInstrumentations(
        known,
        namespace ->
            client.resources(Instrumentation.class).inNamespace(namespace).list().getItems(),
        facts,
        task -> Thread.ofVirtual().name("instrumentations").start(task));
  }

  @Override
  public Optional<Result> find(String namespace, String name) {
    return known.find(namespace, name).or(() -> Optional.ofNullable(read(namespace).get(name)));
  }

  @Override
  public List<Result> in(String namespace) {
    var inMemory = known.in(namespace);
    return inMemory.isEmpty() ? List.copyOf(read(namespace).values()) : inMemory;
  }

  @Override
  public List<EffectiveInstrumentation> selectingIn(String namespace) {
    return known.selectingIn(namespace);
  }

  @Override
  public List<Result> ofCluster() {
    return known.ofCluster();
  }

  private SortedMap<String, Result> read(String namespace) {
    if (reads.size() > MAX_NAMESPACES) {
      reads.values().removeIf(read -> !read.isFresh());
    }
    var read =
        reads.compute(
            namespace,
            (_, last) ->
                last != null && last.isFresh()
                    ? last
                    : new Read(
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

  private SortedMap<String, Result> fetch(String namespace) {
    var found = new TreeMap<String, Result>();
    try {
      for (var resource : reader.apply(namespace)) {
        found.put(resource.getMetadata().getName(), EffectiveInstrumentation.of(resource, facts));
      }
    } catch (KubernetesClientException refused) {
      LOG.atDebug().setCause(refused).addKeyValue("namespace", namespace).log("not read");
    }
    return found;
  }
}
