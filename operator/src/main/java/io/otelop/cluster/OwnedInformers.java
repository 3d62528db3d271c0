// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import io.otelop.naming.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * The objects that custom resources of one kind own: watched by label, so that nobody else's are
 * held in memory, and remembered as text.
 *
 * @param <P> the owners' type
 */
public final class OwnedInformers<P extends HasMetadata> {

  private final KubernetesClient client;
  private final OwnedObjects owned;
  private final Class<P> owners;

  /** What is remembered of each kind, and in each namespace where only some are watched. */
  private final List<PackedObjects<?>> memories = new CopyOnWriteArrayList<>();

  /**
   * Nothing is watched yet.
   *
   * @param owned by which all of them are written; its own writes are no news
   */
  public OwnedInformers(KubernetesClient client, OwnedObjects owned, Class<P> owners) {
    this.client = client;
    this.owned = owned;
    this.owners = owners;
  }

  /**
   * The labels of what the operator makes.
   *
   * @param component value of {@link Labels#COMPONENT}
   */
  public static Map<String, String> labels(String component) {
    return Map.of(Labels.MANAGED_BY, Labels.OPERATOR, Labels.COMPONENT, component);
  }

  /** Watches objects that name their owner by reference, in one namespace or in all. */
  public <T extends HasMetadata> InformerEventSource<T, P> informer(
      Class<T> kind, Map<String, String> labels, String namespace, EventSourceContext<P> context) {
    return informer(kind, labels, namespace, Mappers.fromOwnerReferences(owners), context);
  }

  /** One informer writes into one memory, so each namespace has its own. */
  public <T extends HasMetadata> InformerEventSource<T, P> informer(
      Class<T> kind,
      Map<String, String> labels,
      String namespace,
      SecondaryToPrimaryMapper<T> ownersOf,
      EventSourceContext<P> context) {
    var memory =
        new PackedObjects<>(
            kind, client.getKubernetesSerialization(), ownersOf::toPrimaryResourceIDs);
    memories.add(memory);
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, owners)
            .withName(kind.getSimpleName() + "-" + namespace)
            .withNamespaces(namespace)
            .withLabelSelector(selector(labels))
            .withItemStore(memory)
            .withSecondaryToPrimaryMapper(ownersOf)
            .<P>withPrimaryToSecondaryMapper(_ -> Set.of())
            .withOnAddFilter(object -> !owned.isOwnCreation(object))
            .withOnUpdateFilter((now, before) -> !owned.isOwnWrite(now))
            .build(),
        context);
  }

  /** The objects of one owner as they are remembered, with those of kinds from add-ons. */
  public List<HasMetadata> observed(P resource, Context<P> context) {
    var owner = ResourceID.fromResource(resource);
    var observed = new ArrayList<HasMetadata>();
    memories.forEach(memory -> memory.of(owner).forEach(observed::add));
    context.getSecondaryResourcesAsStream(GenericKubernetesResource.class).forEach(observed::add);
    return observed;
  }

  private static String selector(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(Map.Entry::toString)
        .sorted()
        .collect(Collectors.joining(","));
  }
}
