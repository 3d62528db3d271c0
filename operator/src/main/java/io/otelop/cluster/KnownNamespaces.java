// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.otelop.pod.NamespaceLookup;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The namespaces of the cluster, watched. */
public final class KnownNamespaces implements NamespaceLookup, AutoCloseable {

  private final SharedIndexInformer<Namespace> informer;

  private KnownNamespaces(SharedIndexInformer<Namespace> informer) {
    this.informer = informer;
  }

  /** Watches from now on; when it returns, all that exist are known. */
  public static KnownNamespaces watch(KubernetesClient client) {
    return new KnownNamespaces(client.namespaces().inform());
  }

  @Override
  public Optional<Metadata> find(String namespace) {
    return Optional.ofNullable(informer.getStore().getByKey(namespace))
        .map(Namespace::getMetadata)
        .map(
            metadata ->
                new Metadata(
                    Objects.requireNonNullElse(metadata.getAnnotations(), Map.of()),
                    Objects.requireNonNullElse(metadata.getLabels(), Map.of())));
  }

  @Override
  public void close() {
    informer.stop();
  }
}
