// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.otelop.cluster.EventSink;
import io.otelop.cluster.OwnedObjects;
import io.otelop.collector.CollectorFacts;
import io.otelop.collector.CollectorReconciler;
import io.otelop.settings.ClusterSettings;
import io.otelop.settings.Settings;
import java.io.File;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running operator: every part, built and started in order, stopped in the opposite order. */
final class OperatorProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);
  private static final int RECONCILE_THREADS = 20;

  private final KubernetesClient client;
  private final Operator operator;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private OperatorProcess(KubernetesClient client, Operator operator) {
    this.client = client;
    this.operator = operator;
  }

  static OperatorProcess start(Settings settings, CollectorFacts facts) throws IOException {
    var client = new KubernetesClientBuilder().withConfig(clientConfig(settings)).build();
    EventSink events = (_, finding) -> LOG.info(finding.sentence());
    var operator =
        new Operator(
            configuration ->
                configuration
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withConcurrentReconciliationThreads(RECONCILE_THREADS));
    var reconciler =
        new CollectorReconciler(new OwnedObjects(client), () -> facts, events, Clock.systemUTC());
    var namespaces = settings.get(ClusterSettings.WATCH_NAMESPACE);
    operator.register(
        reconciler,
        override -> {
          if (!namespaces.isEmpty()) {
            override.settingNamespaces(Set.copyOf(namespaces));
          }
        });
    var process = new OperatorProcess(client, operator);
    operator.start();
    LOG.info("the operator is running");
    Runtime.getRuntime().addShutdownHook(new Thread(process.stopped::countDown, "shutdown"));
    return process;
  }

  /** Waits until the process is told to stop. */
  int await() {
    try {
      stopped.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Command.OK;
  }

  @Override
  public void close() {
    operator.stop();
    client.close();
  }

  private static Config clientConfig(Settings settings) {
    var file = settings.get(ClusterSettings.KUBECONFIG);
    var config =
        file.isEmpty() ? Config.autoConfigure(null) : Config.fromKubeconfig(new File(file));
    return new ConfigBuilder(config).withUserAgent("opentelemetry-operator").build();
  }
}
