// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.otelop.pod.NamespaceLookup;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The namespaces that the operator looks after, watched. */
public final class KnownNamespaces implements NamespaceLookup, AutoCloseable {

  private final List<SharedIndexInformer<Namespace>> informers;

  private KnownNamespaces(List<SharedIndexInformer<Namespace>> informers) {
    this.informers = informers;
  }

  /**
   * Watches from now on; when it returns, all that exist are known.
   *
   * @param names the only ones that matter, each watched by itself; all where it is empty
   */
  public static KnownNamespaces watch(KubernetesClient client, List<String> names) {
    return new KnownNamespaces(
        names.isEmpty()
            ? List.of(client.namespaces().inform())
            : names.stream().map(name -> client.namespaces().withName(name).inform()).toList());
  }

  /**
   * A namespace.
   *
   * @param created when the API server says that it was made
   */
  public record Known(String name, Metadata metadata, Instant created) {}

  @Override
  public Optional<Metadata> find(String namespace) {
    return informers.stream()
        .flatMap(informer -> Stream.ofNullable(informer.getStore().getByKey(namespace)))
        .findFirst()
        .map(KnownNamespaces::metadata);
  }

  /** All that are known now. */
  public List<Known> all() {
    return informers.stream()
        .flatMap(informer -> informer.getStore().list().stream())
        .map(
            namespace ->
                new Known(
                    namespace.getMetadata().getName(),
                    metadata(namespace),
                    Instant.parse(namespace.getMetadata().getCreationTimestamp())))
        .toList();
  }

  /** Calls back at each change, and for each that is known already. */
  public void onChange(Runnable listener) {
    informers.forEach(informer -> informer.addEventHandler(new Teller(listener)));
  }

  private record Teller(Runnable listener) implements ResourceEventHandler<Namespace> {

    @Override
    public void onAdd(Namespace added) {
      listener.run();
    }

    @Override
    public void onUpdate(Namespace before, Namespace after) {
      listener.run();
    }

    @Override
    public void onDelete(Namespace gone, boolean isUnknown) {
      listener.run();
    }
  }

  private static Metadata metadata(Namespace namespace) {
    var metadata = namespace.getMetadata();
    return new Metadata(
        Objects.requireNonNullElse(metadata.getAnnotations(), Map.of()),
        Objects.requireNonNullElse(metadata.getLabels(), Map.of()));
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }
}
