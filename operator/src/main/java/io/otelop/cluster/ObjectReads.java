// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads objects as the API server has them, known to our model or not. It is for the command line:
 * what may not be read is an exception, and lists come page by page.
 */
public final class ObjectReads {

  private static final int PAGE = 250;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private static final Kind EVENTS = new Kind("v1", "events", "Event");

  private final KubernetesClient client;

  /** Reads with the rights of the client. */
  public ObjectReads(KubernetesClient client) {
    this.client = client;
  }

  /**
   * A kind of object and where the API server has it.
   *
   * @param apiVersion group and version, such as {@code apps/v1}
   * @param plural as in paths
   * @param kind as objects say it
   */
  public record Kind(String apiVersion, String plural, String kind) {

    /** The group; empty for the core group. */
    public String group() {
      return apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
    }

    private String path(String namespace) {
      var root = (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
      return namespace.isEmpty()
          ? root + "/" + plural
          : root + "/namespaces/" + namespace + "/" + plural;
    }
  }

  /**
   * One object.
   *
   * @param namespace empty for an object that is in none
   */
  public Optional<JsonNode> get(Kind kind, String namespace, String name) {
    return read(kind.path(namespace) + "/" + encoded(name));
  }

  /**
   * All objects of a kind, page by page.
   *
   * @param namespace empty for all
   * @param selector of labels; empty for all
   */
  public void each(Kind kind, String namespace, String selector, Consumer<JsonNode> taker) {
    var path = kind.path(namespace) + "?limit=" + PAGE + "&labelSelector=" + encoded(selector);
    var next = "";
    do {
      var page = read(path + "&continue=" + encoded(next));
      if (page.isEmpty()) {
        return;
      }
      for (var item : page.get().path("items")) {
        if (item instanceof ObjectNode object) {
          object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        }
        taker.accept(item);
      }
      next = page.get().path("metadata").path("continue").asText("");
    } while (!next.isEmpty());
  }

  /**
   * The Events about one object.
   *
   * @param namespace where Events about the object are
   * @param kind of the object
   */
  public List<JsonNode> events(String namespace, String kind, String name) {
    var fields = "involvedObject.kind=" + kind + ",involvedObject.name=" + name;
    var found = read(EVENTS.path(namespace) + "?fieldSelector=" + encoded(fields));
    return found.map(list -> list.path("items").valueStream().toList()).orElse(List.of());
  }

  /** As {@link #each}, in a list. */
  public List<JsonNode> list(Kind kind, String namespace, String selector) {
    var all = new ArrayList<JsonNode>();
    each(kind, namespace, selector, all::add);
    return all;
  }

  /** A text that the API server serves; empty where there is none. */
  public Optional<String> text(String path) {
    try {
      return Optional.ofNullable(client.raw(path));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<JsonNode> read(String path) {
    return text(path)
        .map(
            text -> {
              try {
                return JSON.readTree(text);
              } catch (IOException e) {
                throw new UncheckedIOException("the API server's answer is no JSON: " + path, e);
              }
            });
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
