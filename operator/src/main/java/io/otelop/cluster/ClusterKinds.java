// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.child.ApiKind;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of some kinds a cluster knows, as it comes and goes. It asks the API server's discovery
 * again and again; an answer that did not change has no body.
 */
public final class ClusterKinds implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterKinds.class);

  /** How long a kind that came may stay unseen. */
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final KubernetesClient client;
  private final Set<ApiKind> wanted;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cluster-kinds").factory());
  private volatile Set<ApiKind> known = Set.of();
  private @Nullable String etag;
  private @Nullable Future<?> looks;

  private ClusterKinds(KubernetesClient client, Set<ApiKind> wanted) {
    this.client = client;
    this.wanted = Set.copyOf(wanted);
  }

  /**
   * Asks once, and from then on every few seconds.
   *
   * @param wanted the kinds that matter
   */
  public static ClusterKinds watch(KubernetesClient client, Set<ApiKind> wanted) {
    var kinds = new ClusterKinds(client, wanted);
    kinds.look();
    kinds.looks =
        kinds.timer.scheduleWithFixedDelay(
            kinds::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return kinds;
  }

  /** Those that the cluster knows now. */
  public Set<ApiKind> known() {
    return known;
  }

  /** Calls back after the known ones have changed; on a thread of this object. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  private void look() {
    try {
      var now = ask();
      if (now != null && !now.equals(known)) {
        known = Set.copyOf(now);
        LOG.atInfo().addKeyValue("kinds", names(now)).log("optional kinds of the cluster");
        listeners.forEach(Runnable::run);
      }
    } catch (IOException | ExecutionException | TimeoutException | KubernetesClientException e) {
      LOG.atDebug().setCause(e).log("the kinds of the cluster could not be asked for");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException fault) {
      // The edge of this thread: a fault must not end the timer.
      LOG.atWarn().setCause(fault).log("the kinds of the cluster could not be taken in");
    }
  }

  /** Null where nothing changed. */
  private @Nullable Set<ApiKind> ask()
      throws IOException, ExecutionException, TimeoutException, InterruptedException {
    var http = client.getHttpClient();
    var request =
        http.newHttpRequestBuilder()
            .uri(URI.create(client.getMasterUrl().toString()).resolve("/apis"))
            .header("Accept", AGGREGATED);
    if (etag != null) {
      request.header("If-None-Match", etag);
    }
    var response =
        http.sendAsync(request.build(), String.class)
            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (response.code() == HttpURLConnection.HTTP_NOT_MODIFIED) {
      return null;
    }
    if (!response.isSuccessful()) {
      throw new IOException("discovery answered " + response.code());
    }
    etag = response.header("Etag");
    var answer = MAPPER.readTree(response.body());
    return answer.path("kind").asText().equals("APIGroupDiscoveryList") ? found(answer) : askEach();
  }

  private Set<ApiKind> found(JsonNode answer) {
    var offered = new HashSet<String>();
    for (var group : answer.path("items")) {
      for (var version : group.path("versions")) {
        for (var resource : version.path("resources")) {
          offered.add(
              group.path("metadata").path("name").asText()
                  + "/"
                  + version.path("version").asText()
                  + "/"
                  + resource.path("resource").asText());
        }
      }
    }
    var kinds = new HashSet<ApiKind>();
    for (var kind : wanted) {
      if (offered.contains(kind.apiVersion() + "/" + kind.plural())) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  /** For API servers that do not tell everything in one answer. */
  private Set<ApiKind> askEach() {
    var kinds = new HashSet<ApiKind>();
    for (var kind : wanted) {
      var resources = client.getApiResources(kind.apiVersion());
      if (resources != null
          && resources.getResources().stream()
              .anyMatch(resource -> resource.getName().equals(kind.plural()))) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private static List<String> names(Set<ApiKind> kinds) {
    return kinds.stream().map(ApiKind::kind).sorted().toList();
  }

  @Override
  public void close() {
    if (looks != null) {
      looks.cancel(true);
    }
    timer.shutdownNow();
  }
}
