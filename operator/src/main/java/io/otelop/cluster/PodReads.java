// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Reads running pods a page at a time, their metadata alone, and single ones whole. Nothing is kept
 * and nothing is watched, so that the memory that it takes is that of one page however many pods
 * there are. Pods that have ended are left out by the API server.
 */
public final class PodReads {

  private static final String METADATA =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
  private static final String RUNNING = "status.phase!=Succeeded,status.phase!=Failed";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][-.a-z0-9]{0,252}");

  /** Some hundred kilobytes of metadata: the heap need not grow for it. */
  private static final int PAGE = 100;

  private static final int PATIENCE_SECONDS = 30;

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final HttpClient http;
  private final URI server;

  /** Reads through the given client. */
  public PodReads(KubernetesClient client) {
    this.http = client.getHttpClient();
    this.server = URI.create(client.getMasterUrl().toString());
  }

  /** The pods could not be read. */
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;
    private final int code;

    Refused(int code) {
      super("the API server answered " + code);
      this.code = code;
    }

    /** Whether the operator may not read them. */
    public boolean isForbidden() {
      return code == HttpURLConnection.HTTP_FORBIDDEN;
    }
  }

  /** Takes one pod after another. */
  @FunctionalInterface
  public interface Visitor {

    /**
     * Another pod.
     *
     * @param pod its metadata, without managed fields
     */
    void visit(JsonNode pod) throws IOException, InterruptedException;
  }

  /**
   * Hands over every running pod, as an object that has its metadata alone.
   *
   * @param namespaces of the pods; all where it is empty
   * @throws Refused where the API server does not answer as it should
   */
  public void forEach(List<String> namespaces, Visitor visitor)
      throws IOException, InterruptedException {
    if (namespaces.isEmpty()) {
      pages("api/v1/pods", visitor);
    }
    for (var namespace : namespaces) {
      pages("api/v1/namespaces/" + namespace + "/pods", visitor);
    }
  }

  /** One whole pod; empty where it is gone. */
  public Optional<JsonNode> find(String namespace, String name)
      throws IOException, InterruptedException {
    if (!NAME.matcher(namespace).matches() || !NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          JSON.readTree(
              get("api/v1/namespaces/" + namespace + "/pods/" + name, "application/json")));
    } catch (Refused refused) {
      if (refused.code == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  private void pages(String path, Visitor visitor) throws IOException, InterruptedException {
    var next = "";
    do {
      var query =
          "?limit="
              + PAGE
              + "&fieldSelector="
              + encoded(RUNNING)
              + (next.isEmpty() ? "" : "&continue=" + encoded(next));
      next = page(get(path + query, METADATA), visitor);
    } while (!next.isEmpty());
  }

  /** Reads the items one after another, so that no more than one is a tree at a time. */
  private static String page(byte[] body, Visitor visitor)
      throws IOException, InterruptedException {
    var next = "";
    try (var parser = JSON.createParser(body)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        var field = parser.currentName();
        parser.nextToken();
        if (field.equals("metadata")) {
          next = JSON.<JsonNode>readTree(parser).path("continue").asText("");
        } else if (field.equals("items")) {
          items(parser, visitor);
        } else {
          parser.skipChildren();
        }
      }
    }
    return next;
  }

  private static void items(JsonParser parser, Visitor visitor)
      throws IOException, InterruptedException {
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      var pod = JsonNodeFactory.instance.objectNode();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        var field = parser.currentName();
        parser.nextToken();
        if (field.equals("metadata")) {
          pod.set(field, metadata(parser));
        } else {
          parser.skipChildren();
        }
      }
      visitor.visit(pod);
    }
  }

  /** Who managed which field is most of it, and of no use here. */
  private static ObjectNode metadata(JsonParser parser) throws IOException {
    var metadata = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var field = parser.currentName();
      parser.nextToken();
      if (field.equals("managedFields")) {
        parser.skipChildren();
      } else {
        metadata.set(field, JSON.<JsonNode>readTree(parser));
      }
    }
    return metadata;
  }

  private byte[] get(String path, String accept) throws IOException, InterruptedException {
    var request =
        http.newHttpRequestBuilder()
            .uri(server.resolve(path))
            .header("Accept", accept)
            .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .build();
    try {
      var response =
          http.sendAsync(request, byte[].class).get(2L * PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!response.isSuccessful()) {
        throw new Refused(response.code());
      }
      return response.body();
    } catch (ExecutionException | TimeoutException unreachable) {
      throw new IOException("the API server did not answer", unreachable);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
