// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.otelop.pod.Owner;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Asks the API server whether an object is there and who owns it. The content of an object, such as
 * that of a Secret, is neither asked for nor sent: the answer is its metadata alone.
 */
public final class MetadataReads {

  private static final String METADATA =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
  private static final int LIMIT_SECONDS = 2;
  private static final int WARM_UP_READS = 10;

  /** Names come from what users wrote; one of another shape is none, and might be a path. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][-.a-z0-9]{0,252}");

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final HttpClient http;
  private final URI server;

  /** Reads through the given client, without its repetitions: who asks does not wait so long. */
  public MetadataReads(KubernetesClient client) {
    var once =
        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
            .withRequestRetryBackoffLimit(0)
            .build();
    this.http = client.getHttpClient().newBuilder().tag(once).build();
    this.server = URI.create(client.getMasterUrl().toString());
  }

  /**
   * Reads what does not exist, in the background, until reads are quick: the first ones of a
   * process take longer than any pod waits.
   */
  public void warmUp() {
    var _ =
        Thread.startVirtualThread(
            () -> {
              for (var i = 0; i < WARM_UP_READS; i++) {
                var _ = read(MetadataKind.REPLICA_SET, "default", "warm-up").join();
              }
            });
  }

  /** What came of a read. */
  sealed interface Answer {

    /** The object is there. */
    record Found(String uid, List<Owner> owners) implements Answer {

      public Found {
        owners = List.copyOf(owners);
      }
    }

    /** There is no such object. */
    record Absent() implements Answer {}

    /**
     * Nobody knows.
     *
     * @param code of HTTP; 0 where the API server did not answer
     */
    record Unread(int code) implements Answer {}
  }

  /** Starts a read; the future always ends well, after two seconds at most. */
  CompletableFuture<Answer> read(MetadataKind kind, String namespace, String name) {
    if (!NAME.matcher(namespace).matches() || !NAME.matcher(name).matches()) {
      return CompletableFuture.completedFuture(new Answer.Absent());
    }
    var request =
        http.newHttpRequestBuilder()
            .uri(server.resolve(kind.path(namespace, name)))
            .header("Accept", METADATA)
            .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
            .build();
    try {
      return http.sendAsync(request, byte[].class)
          .handle((response, failure) -> failure == null ? answer(response) : new Answer.Unread(0));
    } catch (IllegalStateException closed) {
      return CompletableFuture.completedFuture(new Answer.Unread(0));
    }
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    if (response.code() == HttpURLConnection.HTTP_NOT_FOUND) {
      return new Answer.Absent();
    }
    if (!response.isSuccessful()) {
      return new Answer.Unread(response.code());
    }
    try {
      var metadata = JSON.readTree(response.body()).path("metadata");
      var owners =
          StreamSupport.stream(metadata.path("ownerReferences").spliterator(), false)
              .map(
                  owner ->
                      new Owner(
                          owner.path("kind").asText(""),
                          owner.path("name").asText(""),
                          owner.path("uid").asText("")))
              .toList();
      return new Answer.Found(metadata.path("uid").asText(""), owners);
    } catch (IOException notJson) {
      return new Answer.Unread(response.code());
    }
  }
}
