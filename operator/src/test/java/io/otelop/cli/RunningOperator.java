// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.otelop.naming.Labels;
import io.otelop.settings.Settings;
import io.otelop.settings.SettingsResult;
import io.otelop.telemetry.Logs;
import io.otelop.telemetry.Telemetry;
import io.otelop.testing.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operator in this process, for one namespace of a real API server that calls its webhooks. */
final class RunningOperator implements AutoCloseable {

  static final String COLLECTOR_IMAGE = "collector.test/otelcol:0.145.0";

  private static final Duration SOON = Duration.ofSeconds(60);

  private final OperatorProcess process;
  private final Cluster cluster;

  private RunningOperator(OperatorProcess process, Cluster cluster) {
    this.process = process;
    this.cluster = cluster;
  }

  static RunningOperator start(Cluster cluster, String... more) throws IOException {
    return start(cluster, Telemetry.withoutExport(), more);
  }

  static RunningOperator start(Cluster cluster, Telemetry telemetry, String... more)
      throws IOException {
    var arguments =
        new ArrayList<>(
            List.of(
                "--kubeconfig=" + cluster.kubeconfig(),
                "--watch-namespace=" + cluster.namespace(),
                "--webhook-url=https://127.0.0.1:0",
                "--webhook-port=0",
                "--health-probe-addr=127.0.0.1:0",
                "--metrics-addr=0",
                "--collector-image=" + COLLECTOR_IMAGE));
    arguments.addAll(List.of(more));
    var settings =
        switch (Settings.parse(arguments, Map.of(), RunningOperator::read)) {
          case SettingsResult.Accepted(var accepted, _) -> accepted;
          case SettingsResult.Refused(var findings) ->
              throw new IllegalArgumentException(findings.toString());
        };
    Logs.configure(settings, System.out);
    var facts = RunCommand.facts(settings, List.of());
    var running =
        new RunningOperator(
            OperatorProcess.start(settings, facts, telemetry, "test", () -> {}), cluster);
    try {
      // An API server takes a moment to call webhooks that were registered anew.
      await().atMost(SOON).until(() -> !running.noteOf("nowhere").isEmpty());
      return running;
    } catch (RuntimeException failed) {
      // Else those of all later tests would stand by.
      running.close();
      throw failed;
    }
  }

  /** Waits until pods of the namespace can be instrumented by this Instrumentation. */
  void awaitInjectionBy(String instrumentation) {
    await().atMost(SOON).until(() -> noteOf(instrumentation).contains("injected"));
  }

  /** What the operator would note at a pod that asks for an Instrumentation. */
  String noteOf(String instrumentation) {
    var answered =
        cluster
            .client()
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withNamespace(cluster.namespace())
                    .withGenerateName("probe-")
                    .addToAnnotations(
                        "instrumentation.opentelemetry.io/inject-sdk", instrumentation)
                    .endMetadata()
                    .withNewSpec()
                    .addNewContainer()
                    .withName("app")
                    .withImage("app.test/probe:1")
                    .endContainer()
                    .endSpec()
                    .build())
            .dryRun()
            .create();
    return answered.getMetadata().getAnnotations().getOrDefault(Labels.INJECTION, "");
  }

  private static Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(Path.of(file)));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  int healthPort() {
    return process.healthPort();
  }

  @Override
  public void close() {
    process.close();
  }
}
