// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.otelop.pod.NamespaceLimits;
import io.otelop.pod.NamespaceLookup;
import java.util.List;
import java.util.stream.Stream;

/** The limit ranges and quotas of the cluster, watched. */
public final class KnownLimits implements AutoCloseable {

  private final List<SharedIndexInformer<LimitRange>> ranges;
  private final List<SharedIndexInformer<ResourceQuota>> quotas;

  private KnownLimits(
      List<SharedIndexInformer<LimitRange>> ranges,
      List<SharedIndexInformer<ResourceQuota>> quotas) {
    this.ranges = ranges;
    this.quotas = quotas;
  }

  /**
   * Watches from now on; when it returns, all that exist are known.
   *
   * @param namespaces the only ones that matter; all where it is empty
   */
  public static KnownLimits watch(KubernetesClient client, List<String> namespaces) {
    return new KnownLimits(
        informers(client.limitRanges(), namespaces),
        informers(client.resourceQuotas(), namespaces));
  }

  /** The same namespaces with their limits. */
  public NamespaceLookup of(NamespaceLookup namespaces) {
    return name -> namespaces.find(name).map(metadata -> metadata.under(of(name)));
  }

  private NamespaceLimits of(String namespace) {
    return NamespaceLimits.of(in(ranges, namespace), in(quotas, namespace));
  }

  private static <T extends HasMetadata> List<T> in(
      List<SharedIndexInformer<T>> informers, String namespace) {
    return informers.stream()
        .flatMap(it -> it.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace).stream())
        .toList();
  }

  private static <T extends HasMetadata> List<SharedIndexInformer<T>> informers(
      MixedOperation<T, ?, Resource<T>> all, List<String> namespaces) {
    Stream<Informable<T>> parts =
        namespaces.isEmpty()
            ? Stream.of(all.inAnyNamespace())
            : namespaces.stream().map(all::inNamespace);
    return parts.map(Informable::inform).toList();
  }

  @Override
  public void close() {
    ranges.forEach(SharedIndexInformer::stop);
    quotas.forEach(SharedIndexInformer::stop);
  }
}
