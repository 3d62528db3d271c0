// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.webhook.WebhookConfigurations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two operators in one cluster, by mistake. */
@ExtendWith(ControlPlane.class)
class SecondOperatorOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final Cluster cluster;

  SecondOperatorOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void standsByUntilTheFirstIsGone() throws Exception {
    var port = freePort();
    CompletableFuture<RunningOperator> second;
    try (var first = RunningOperator.start(cluster)) {
      var before = generation();
      // On a thread of its own: the client needs those of the common pool.
      second = CompletableFuture.supplyAsync(() -> start(port), Thread::startVirtualThread);
      await()
          .atMost(SOON)
          .until(() -> ready(port), text -> text.contains("another operator keeps the webhooks"));

      assertThat(first.healthPort()).isPositive();
      assertThat(second).isNotDone();
      assertThat(generation()).isEqualTo(before);
    }
    try (var last = second.get(SOON.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)) {
      assertThat(last.healthPort()).isEqualTo(port);
      assertThat(ready(port)).isEqualTo("[+] operator ok\n");
    }
  }

  private RunningOperator start(int port) {
    try {
      return RunningOperator.start(cluster, "--health-probe-addr=127.0.0.1:" + port);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private long generation() {
    return cluster
        .client()
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(WebhookConfigurations.MUTATION)
        .require()
        .getMetadata()
        .getGeneration();
  }

  private static String ready(int port) {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + port + "/readyz");
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException notYet) {
      return "";
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
