// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.testing.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Where an operator tells whether it is ready, to be asked while it starts. */
record HealthPort(int number) {

  /** One that is free now. */
  static HealthPort free() throws IOException {
    return new HealthPort(Ports.free());
  }

  /** How an operator is told of it. */
  String argument() {
    return "--health-probe-addr=127.0.0.1:" + number;
  }

  /** What the operator says; empty where nobody answers. */
  String ready() {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + number + "/readyz");
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException notYet) {
      return "";
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
