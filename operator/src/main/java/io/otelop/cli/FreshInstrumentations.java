// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.EffectiveInstrumentation;
import io.otelop.instrumentation.EffectiveInstrumentation.Result;
import io.otelop.instrumentation.InstrumentationFacts;
import io.otelop.instrumentation.Instrumentations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The Instrumentations in memory, and where none is there that a pod asks for, those that the API
 * server has.
 */
final class FreshInstrumentations implements Instrumentations {

  private final Instrumentations known;
  private final FreshReads<Result> reads;

  /**
   * Reads through to the API server.
   *
   * @param reader all of a namespace; may be slow and may fail as the client does
   * @param executor runs it
   * @param patience how long an answer is waited for
   */
  FreshInstrumentations(
      Instrumentations known,
      Function<String, List<Instrumentation>> reader,
      InstrumentationFacts facts,
      Executor executor,
      Duration patience) {
    this.known = known;
    reads =
        new FreshReads<>(
            namespace -> effective(reader.apply(namespace), facts), executor, patience);
  }

  /** Reads through a client. */
  static FreshInstrumentations of(
      Instrumentations known, KubernetesClient client, InstrumentationFacts facts) {
    return new FreshInstrumentations(
        known,
        namespace ->
            client.resources(Instrumentation.class).inNamespace(namespace).list().getItems(),
        facts,
        task -> Thread.ofVirtual().name("instrumentations").start(task),
        FreshReads.PATIENCE);
  }

  @Override
  public Optional<Result> find(String namespace, String name) {
    return known.find(namespace, name).or(() -> reads.find(namespace, name));
  }

  @Override
  public List<Result> in(String namespace) {
    var inMemory = known.in(namespace);
    return inMemory.isEmpty() ? List.copyOf(reads.in(namespace).values()) : inMemory;
  }

  @Override
  public List<EffectiveInstrumentation> selectingIn(String namespace) {
    return known.selectingIn(namespace);
  }

  @Override
  public List<Result> ofCluster() {
    return known.ofCluster();
  }

  private static SortedMap<String, Result> effective(
      List<Instrumentation> resources, InstrumentationFacts facts) {
    var effective = new TreeMap<String, Result>();
    for (var resource : resources) {
      effective.put(resource.getMetadata().getName(), EffectiveInstrumentation.of(resource, facts));
    }
    return effective;
  }
}
