// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.pod.PodFeatures;
import io.otelop.pod.PodFeatures.Node;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What pods may ask for in this cluster, read anew every minute: versions change with an upgrade,
 * and nodes come and go.
 *
 * <p>Nodes are read as the table that {@code kubectl get nodes -o wide} prints, some 300 bytes
 * each; the objects are a hundred times as large, and a watch of them hears every heartbeat.
 */
public final class KnownPodFeatures implements Supplier<PodFeatures>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KnownPodFeatures.class);

  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int PAGE = 500;
  private static final String TABLE = "application/json;as=Table;g=meta.k8s.io;v=v1";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final KubernetesClient client;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("pod-features").factory());
  private volatile PodFeatures known = PodFeatures.NONE;

  private KnownPodFeatures(KubernetesClient client) {
    this.client = client;
  }

  /** Asks once, and from then on every minute. */
  public static KnownPodFeatures watch(KubernetesClient client) {
    var features = new KnownPodFeatures(client);
    features.look();
    var _ =
        features.timer.scheduleWithFixedDelay(
            features::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return features;
  }

  @Override
  public PodFeatures get() {
    return known;
  }

  private void look() {
    try {
      var server = ask("/version", "application/json").path("gitVersion").asText("");
      var now = PodFeatures.of(server, nodes());
      if (!now.equals(known)) {
        known = now;
        LOG.atInfo()
            .addKeyValue("server", server)
            .addKeyValue("native-sidecars", now.nativeSidecars())
            .addKeyValue("image-volumes", now.imageVolumes())
            .log("what pods may ask for in this cluster");
      }
    } catch (IOException | ExecutionException | TimeoutException e) {
      LOG.atDebug().setCause(e).log("the versions of the cluster could not be asked for");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException fault) {
      // The edge of this thread: a fault must not end the timer.
      LOG.atWarn().setCause(fault).log("the versions of the cluster could not be taken in");
    }
  }

  /** Empty where the operator may not see them. */
  private List<Node> nodes()
      throws IOException, ExecutionException, TimeoutException, InterruptedException {
    var nodes = new ArrayList<Node>();
    var path = "/api/v1/nodes?includeObject=None&limit=" + PAGE;
    var next = "";
    do {
      var page = ask(next.isEmpty() ? path : path + "&continue=" + next, TABLE);
      var kubelet = column(page, "Version");
      var runtime = column(page, "Container-Runtime");
      for (var row : page.path("rows")) {
        var cells = row.path("cells");
        nodes.add(new Node(cells.path(kubelet).asText(""), cells.path(runtime).asText("")));
      }
      next =
          URLEncoder.encode(
              page.path("metadata").path("continue").asText(""), StandardCharsets.UTF_8);
    } while (!next.isEmpty());
    return nodes;
  }

  private static int column(JsonNode table, String name) {
    var index = 0;
    for (var column : table.path("columnDefinitions")) {
      if (column.path("name").asText("").equals(name)) {
        return index;
      }
      index++;
    }
    return index;
  }

  /** A missing node where it is forbidden. */
  private JsonNode ask(String path, String accept)
      throws IOException, ExecutionException, TimeoutException, InterruptedException {
    var http = client.getHttpClient();
    var request =
        http.newHttpRequestBuilder()
            .uri(URI.create(client.getMasterUrl().toString()).resolve(path))
            .header("Accept", accept)
            .build();
    var response =
        http.sendAsync(request, String.class).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (response.code() == HttpURLConnection.HTTP_FORBIDDEN) {
      return MAPPER.missingNode();
    }
    if (!response.isSuccessful()) {
      throw new IOException(path + " answered " + response.code());
    }
    return MAPPER.readTree(response.body());
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
