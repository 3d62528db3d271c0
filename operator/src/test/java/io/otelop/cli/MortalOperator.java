// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.javaoperatorsdk.operator.Operator;
import io.otelop.child.ClusterFacts;
import io.otelop.cluster.ClusterKinds;
import io.otelop.collector.CollectorReconciler;
import io.otelop.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A collector controller in this process whose writes are counted, and which can die of one. */
final class MortalOperator implements AutoCloseable {

  private final KubernetesClient client;
  private final ClusterKinds kinds;
  private final Operator operator;
  private final Writes writes;
  private final AtomicInteger reconciles = new AtomicInteger();

  /** Lets so many writes through; from then on none, as of a process that was killed. */
  private static final class Writes implements Interceptor {

    private final int last;
    private final AtomicInteger count = new AtomicInteger();

    Writes(int last) {
      this.last = last;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      var isReview = request.uri().getPath().contains("selfsubjectaccessreviews");
      if (!request.method().equals("GET") && !isReview && count.incrementAndGet() > last) {
        throw new IllegalStateException("killed");
      }
    }
  }

  private MortalOperator(
      Config config, Set<String> namespaces, Writes writes, Clock clock, boolean checksConfigs) {
    this.writes = writes;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor("writes", writes))
            .build();
    this.kinds = ClusterKinds.watch(client, CollectorReconciler.optionalKinds());
    var facts = RunCommand.collectorFacts(Settings.defaults(), List.of());
    this.operator = new Operator(o -> o.withKubernetesClient(client).withCloseClientOnStop(false));
    operator.register(
        new CollectorReconciler(
            client,
            kinds,
            () -> {
              reconciles.incrementAndGet();
              return facts.in(new ClusterFacts(true, kinds.known()));
            },
            (regarding, finding) -> {},
            clock,
            checksConfigs),
        override -> override.settingNamespaces(namespaces));
    operator.start();
  }

  /** One that lives. */
  static MortalOperator start(Config config, Set<String> namespaces) {
    return dyingAfter(Integer.MAX_VALUE, config, namespaces);
  }

  /** One that dies of the write after so many. */
  static MortalOperator dyingAfter(int writes, Config config, Set<String> namespaces) {
    return new MortalOperator(config, namespaces, new Writes(writes), Clock.systemUTC(), true);
  }

  /** One that lives, and whose clock is so much ahead of the API server's. */
  static MortalOperator ahead(Duration time, Config config, Set<String> namespaces) {
    var clock = Clock.offset(Clock.systemUTC(), time);
    return new MortalOperator(config, namespaces, new Writes(Integer.MAX_VALUE), clock, true);
  }

  /** One that lives, and may not make the pods that check configs. */
  static MortalOperator withoutChecks(Config config, Set<String> namespaces) {
    var lives = new Writes(Integer.MAX_VALUE);
    return new MortalOperator(config, namespaces, lives, Clock.systemUTC(), false);
  }

  boolean isDead() {
    return writes.count.get() > writes.last;
  }

  int writes() {
    return writes.count.get();
  }

  int reconciles() {
    return reconciles.get();
  }

  @Override
  public void close() {
    operator.stop();
    kinds.close();
    client.close();
  }
}
