// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A Service of the cluster as seen from here, through the API server. */
final class Reach implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final LocalPortForward forward;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  private Reach(LocalPortForward forward) {
    this.forward = forward;
  }

  static Reach to(KubernetesClient client, String namespace, String service, int port) {
    return new Reach(client.services().inNamespace(namespace).withName(service).portForward(port));
  }

  /** The body of the answer to a GET; anything but 200 is a failure. */
  String get(String path) {
    var uri = URI.create("http://127.0.0.1:" + forward.getLocalPort() + path);
    try {
      var answer =
          http.send(
              HttpRequest.newBuilder(uri).timeout(TIMEOUT).GET().build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(uri + " answered " + answer.statusCode() + ": " + answer.body());
      }
      return answer.body();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopping);
    }
  }

  JsonNode json(String path) {
    try {
      return JSON.readTree(get(path));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
    try {
      forward.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
