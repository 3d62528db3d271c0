// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.otelop.crds.UserAnnotations;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.targetallocator.TargetAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The collectors that name a target allocator by their label, and no others. When a collector
 * comes, changes or goes, the target allocator that it named before and the one that it names now
 * are looked at again.
 */
final class LabelledCollectors
    extends AbstractEventSource<OpenTelemetryCollector, TargetAllocator> {

  private final KubernetesClient client;
  private final Set<String> namespaces;
  private final List<SharedIndexInformer<OpenTelemetryCollector>> informers = new ArrayList<>();

  /**
   * Nothing is watched before the start.
   *
   * @param namespaces empty for all
   */
  LabelledCollectors(KubernetesClient client, Set<String> namespaces) {
    super(OpenTelemetryCollector.class, "labelled-collectors");
    this.client = client;
    this.namespaces = Set.copyOf(namespaces);
  }

  @Override
  public synchronized void start() {
    super.start();
    var collectors = client.resources(OpenTelemetryCollector.class);
    if (namespaces.isEmpty()) {
      informers.add(
          collectors
              .inAnyNamespace()
              .withLabel(UserAnnotations.TARGET_ALLOCATOR)
              .inform(new Handler()));
    }
    for (var namespace : namespaces) {
      informers.add(
          collectors
              .inNamespace(namespace)
              .withLabel(UserAnnotations.TARGET_ALLOCATOR)
              .inform(new Handler()));
    }
  }

  @Override
  public synchronized void stop() {
    super.stop();
    informers.forEach(SharedIndexInformer::close);
    informers.clear();
  }

  @Override
  public synchronized Set<OpenTelemetryCollector> getSecondaryResources(TargetAllocator allocator) {
    var id = ResourceID.fromResource(allocator);
    return informers.stream()
        .flatMap(informer -> informer.getStore().list().stream())
        .filter(collector -> named(collector).filter(id::equals).isPresent())
        .collect(Collectors.toSet());
  }

  /**
   * The target allocator that a collector names. A sidecar has no pods of its own that one could
   * tell apart.
   */
  static Optional<ResourceID> named(OpenTelemetryCollector collector) {
    var metadata = collector.getMetadata();
    var name =
        Objects.requireNonNullElse(metadata.getLabels(), Map.<String, String>of())
            .getOrDefault(UserAnnotations.TARGET_ALLOCATOR, "");
    return name.isEmpty() || "sidecar".equals(collector.getSpec().mode())
        ? Optional.empty()
        : Optional.of(new ResourceID(name, metadata.getNamespace()));
  }

  private final class Handler implements ResourceEventHandler<OpenTelemetryCollector> {

    @Override
    public void onAdd(OpenTelemetryCollector collector) {
      tell(collector);
    }

    @Override
    public void onUpdate(OpenTelemetryCollector before, OpenTelemetryCollector after) {
      var isSame =
          Objects.equals(before.getMetadata().getGeneration(), after.getMetadata().getGeneration())
              && named(before).equals(named(after));
      if (!isSame) {
        tell(before);
        tell(after);
      }
    }

    @Override
    public void onDelete(OpenTelemetryCollector collector, boolean isUnknown) {
      tell(collector);
    }

    private void tell(OpenTelemetryCollector collector) {
      named(collector).ifPresent(id -> getEventHandler().handleEvent(new Event(id)));
    }
  }
}
