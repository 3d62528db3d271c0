// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.otelop.collector.CollectorFacts;
import io.otelop.collector.KnownSidecars;
import io.otelop.collector.Sidecars;
import io.otelop.crds.collector.OpenTelemetryCollector;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collectors of mode sidecar, watched, and where none is there that a pod asks for, those that
 * the API server has. It sends no others, where the custom resource's definition lets it choose.
 */
final class WatchedSidecars implements Sidecars, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedSidecars.class);
  private static final String MODE = "spec.mode";
  private static final String SIDECAR = "sidecar";

  private final Parts parts = new Parts();
  private final KnownSidecars known;
  private final FreshReads<Candidate> reads;

  private WatchedSidecars(
      KubernetesClient client, List<String> namespaces, Supplier<CollectorFacts> facts) {
    known = new KnownSidecars(facts);
    var teller = new Teller(known);
    selected(client, namespaces)
        .forEach(
            selected -> {
              var informer = selected.inform(teller);
              parts.started(informer::stop);
            });
    reads =
        FreshReads.of(
            "sidecars",
            namespace -> {
              var found = new TreeMap<String, Candidate>();
              for (var resource :
                  client
                      .resources(OpenTelemetryCollector.class)
                      .inNamespace(namespace)
                      .list()
                      .getItems()) {
                found.put(resource.getMetadata().getName(), Candidate.of(resource, facts.get()));
              }
              return found;
            });
  }

  /**
   * Watches from now on; when it returns, all that exist are known.
   *
   * @param namespaces empty for all
   */
  static WatchedSidecars start(
      KubernetesClient client, List<String> namespaces, Supplier<CollectorFacts> facts) {
    return new WatchedSidecars(client, namespaces, facts);
  }

  @Override
  public Optional<Candidate> find(String namespace, String name) {
    return known.find(namespace, name).or(() -> reads.find(namespace, name));
  }

  @Override
  public List<Candidate> in(String namespace) {
    var inMemory = known.in(namespace);
    return inMemory.isEmpty() ? List.copyOf(reads.in(namespace).values()) : inMemory;
  }

  @Override
  public void close() {
    parts.close();
  }

  private static Stream<Informable<OpenTelemetryCollector>> selected(
      KubernetesClient client, List<String> namespaces) {
    var all = collectors(client, namespaces);
    return isSelectable(all.getFirst())
        ? all.stream().map(collectors -> collectors.withField(MODE, SIDECAR))
        : all.stream().map(collectors -> collectors);
  }

  /** An older API server, or the definition of another operator, selects by names alone. */
  private static boolean isSelectable(
      FilterWatchListDeletable<
              OpenTelemetryCollector, ?, ? extends Resource<OpenTelemetryCollector>>
          collectors) {
    try {
      collectors.withField(MODE, SIDECAR).list(new ListOptionsBuilder().withLimit(1L).build());
      return true;
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HttpURLConnection.HTTP_BAD_REQUEST) {
        throw refused;
      }
      LOG.info("collectors cannot be selected by their mode, so all of them are watched");
      return false;
    }
  }

  private static List<
          FilterWatchListDeletable<
              OpenTelemetryCollector, ?, ? extends Resource<OpenTelemetryCollector>>>
      collectors(KubernetesClient client, List<String> namespaces) {
    var collectors = client.resources(OpenTelemetryCollector.class);
    return namespaces.isEmpty()
        ? List.of(collectors.inAnyNamespace())
        : namespaces.stream()
            .<FilterWatchListDeletable<
                    OpenTelemetryCollector, ?, ? extends Resource<OpenTelemetryCollector>>>
                map(collectors::inNamespace)
            .toList();
  }

  private record Teller(KnownSidecars known)
      implements ResourceEventHandler<OpenTelemetryCollector> {

    @Override
    public void onAdd(OpenTelemetryCollector added) {
      known.put(added);
    }

    @Override
    public void onUpdate(OpenTelemetryCollector before, OpenTelemetryCollector after) {
      known.put(after);
    }

    @Override
    public void onDelete(OpenTelemetryCollector gone, boolean isUnknown) {
      known.remove(gone.getMetadata().getNamespace(), gone.getMetadata().getName());
    }
  }
}
