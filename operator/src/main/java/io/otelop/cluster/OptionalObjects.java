// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.otelop.child.ApiKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Owned objects of kinds that come and go with a cluster's add-ons. A kind is watched while the
 * cluster knows it; when one comes, every owner is looked at again.
 *
 * @param <P> the owners' type
 */
public final class OptionalObjects<P extends HasMetadata>
    extends AbstractEventSource<GenericKubernetesResource, P> {

  private final KubernetesClient client;
  private final ClusterKinds kinds;
  private final Set<ApiKind> own;
  private final Set<String> namespaces;
  private final Map<String, String> labels;
  private final Supplier<Stream<ResourceID>> owners;
  private final Map<ApiKind, List<SharedIndexInformer<GenericKubernetesResource>>> informers =
      new HashMap<>();

  /** By the uid of the owner, then by kind and name. */
  private final Map<String, Map<ObjectKey, GenericKubernetesResource>> objects =
      new ConcurrentHashMap<>();

  /**
   * Nothing is watched before the start.
   *
   * @param own the kinds that the owners may have
   * @param namespaces empty for all
   * @param labels that all the objects have
   * @param owners all that there are, for the day when all are looked at again
   */
  public OptionalObjects(
      KubernetesClient client,
      ClusterKinds kinds,
      Set<ApiKind> own,
      Set<String> namespaces,
      Map<String, String> labels,
      Supplier<Stream<ResourceID>> owners) {
    super(GenericKubernetesResource.class, "optional");
    this.client = client;
    this.kinds = kinds;
    this.own = Set.copyOf(own);
    this.namespaces = Set.copyOf(namespaces);
    this.labels = Map.copyOf(labels);
    this.owners = owners;
  }

  @Override
  public void start() {
    super.start();
    follow();
    kinds.onChange(
        () -> {
          follow();
          lookAtAll();
        });
  }

  @Override
  public synchronized void stop() {
    super.stop();
    informers.values().forEach(list -> list.forEach(SharedIndexInformer::close));
    informers.clear();
  }

  @Override
  public Set<GenericKubernetesResource> getSecondaryResources(P owner) {
    return Set.copyOf(objects.getOrDefault(owner.getMetadata().getUid(), Map.of()).values());
  }

  /** Has every owner looked at again, while this runs. */
  public void lookAtAll() {
    if (isRunning()) {
      owners.get().forEach(this::tell);
    }
  }

  private synchronized void follow() {
    if (!isRunning()) {
      return;
    }
    var known = new HashSet<>(kinds.known());
    known.retainAll(own);
    for (var kind : known) {
      informers.computeIfAbsent(kind, this::inform);
    }
    for (var entry : List.copyOf(informers.entrySet())) {
      if (!known.contains(entry.getKey())) {
        entry.getValue().forEach(SharedIndexInformer::close);
        informers.remove(entry.getKey());
        var gone = entry.getKey().kind();
        objects.values().forEach(of -> of.keySet().removeIf(key -> key.kind().equals(gone)));
      }
    }
  }

  private List<SharedIndexInformer<GenericKubernetesResource>> inform(ApiKind kind) {
    var resources =
        client.genericKubernetesResources(
            new ResourceDefinitionContext.Builder()
                .withGroup(kind.group())
                .withVersion(kind.version())
                .withKind(kind.kind())
                .withPlural(kind.plural())
                .withNamespaced(true)
                .build());
    return namespaces.isEmpty()
        ? List.of(resources.inAnyNamespace().withLabels(labels).inform(new Handler()))
        : namespaces.stream()
            .map(it -> resources.inNamespace(it).withLabels(labels).inform(new Handler()))
            .toList();
  }

  private void tell(ResourceID owner) {
    getEventHandler().handleEvent(new Event(owner));
  }

  private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {

    @Override
    public void onAdd(GenericKubernetesResource object) {
      controller(object)
          .forEach(
              owner -> {
                objects
                    .computeIfAbsent(owner.getUid(), _ -> new ConcurrentHashMap<>())
                    .put(ObjectKey.of(object), object);
                tell(object, owner);
              });
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
      onAdd(after);
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean isUnknown) {
      controller(object)
          .forEach(
              owner -> {
                objects.computeIfPresent(
                    owner.getUid(),
                    (_, of) -> {
                      of.remove(ObjectKey.of(object));
                      return of.isEmpty() ? null : of;
                    });
                tell(object, owner);
              });
    }

    private void tell(GenericKubernetesResource object, OwnerReference owner) {
      OptionalObjects.this.tell(
          new ResourceID(owner.getName(), object.getMetadata().getNamespace()));
    }

    private static Stream<OwnerReference> controller(GenericKubernetesResource object) {
      return object.getMetadata().getOwnerReferences().stream()
          .filter(owner -> Boolean.TRUE.equals(owner.getController()));
    }
  }
}
