// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.otelop.collector.child.Children;
import io.otelop.collector.config.CollectorConfig;
import io.otelop.collector.rollout.Revision;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.collector.OpenTelemetryCollectorStatus;
import io.otelop.naming.Labels;
import java.util.List;
import java.util.Optional;

/**
 * The collector that runs, while the one that is wanted may not: the custom resource of today with
 * the config and the image, environment and volumes of then, which the ConfigMap of the revision
 * has kept. Pure.
 */
final class LastGood {

  private LastGood() {}

  /**
   * Empty where it cannot be told exactly what ran.
   *
   * @param observed the workload and the ConfigMaps among others; where there is no workload, the
   *     status says what ran
   */
  static Optional<EffectiveCollector> of(
      OpenTelemetryCollector resource, CollectorFacts facts, List<HasMetadata> observed) {
    if (resource.getSpec() == null) {
      return Optional.empty();
    }
    var pods = ObservedWorkload.among(observed.stream());
    var status = resource.getStatus();
    var name =
        pods.map(ObservedWorkload::configMap)
            .or(() -> Optional.ofNullable(status).map(OpenTelemetryCollectorStatus::configRevision))
            .orElse("");
    var image =
        pods.map(ObservedWorkload::image)
            .or(() -> Optional.ofNullable(status).map(OpenTelemetryCollectorStatus::image))
            .orElse("");
    return observed.stream()
        .filter(object -> object instanceof ConfigMap)
        .map(ConfigMap.class::cast)
        .filter(map -> map.getMetadata().getName().equals(name))
        .findFirst()
        .flatMap(map -> of(resource, facts, map, image))
        .filter(it -> pods.isEmpty() || it.configHash().equals(pods.get().configHash()));
  }

  private static Optional<EffectiveCollector> of(
      OpenTelemetryCollector resource, CollectorFacts facts, ConfigMap map, String image) {
    var yaml = map.getData() == null ? null : map.getData().get(Children.CONFIG_ENTRY);
    var note =
        Optional.ofNullable(map.getMetadata().getAnnotations())
            .map(annotations -> annotations.get(Labels.REVISION));
    var config =
        note.flatMap(Revision::config)
            .or(
                () ->
                    Optional.ofNullable(yaml)
                        .flatMap(CollectorConfig::parse)
                        .map(CollectorConfig::tree));
    if (config.isEmpty()) {
      return Optional.empty();
    }
    var revision = note.flatMap(Revision::parse).orElseGet(() -> unnoted(resource, image));
    var then = new OpenTelemetryCollector();
    then.setMetadata(resource.getMetadata());
    then.setStatus(resource.getStatus());
    then.setSpec(revision.in(resource.getSpec(), config.get()));
    return EffectiveCollector.of(then, facts.withDefaultImage(revision.image()))
            instanceof EffectiveCollector.Resolved(var collector, _)
        ? Optional.of(collector).filter(it -> it.configMap().equals(map.getMetadata().getName()))
        : Optional.empty();
  }

  /** What nobody noted is as it is wanted today, but for the image, which the pods tell. */
  private static Revision unnoted(OpenTelemetryCollector resource, String image) {
    var parts = (ObjectNode) Revision.parts(resource.getSpec());
    if (parts.has("image")) {
      parts.put("image", image);
    }
    return new Revision(image, parts);
  }
}
