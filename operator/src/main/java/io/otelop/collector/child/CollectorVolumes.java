// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.otelop.collector.EffectiveCollector;
import io.otelop.crds.collector.ConfigMapsSpec;
import io.otelop.naming.ObjectNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The volumes of a collector's pod. Rules: collector.md 2.3. */
final class CollectorVolumes {

  private CollectorVolumes() {}

  static List<Volume> of(EffectiveCollector collector) {
    var volumes = new ArrayList<Volume>();
    volumes.add(config(collector.configMap()));
    CollectorCertificates.volume(collector).ifPresent(volumes::add);
    volumes.addAll(ofSpec(collector));
    return volumes;
  }

  /** The config, of the ConfigMap of that name. */
  static Volume config(String configMap) {
    return new VolumeBuilder()
        .withName(CollectorContainer.CONFIG_VOLUME)
        .withNewConfigMap()
        .withName(configMap)
        .addNewItem()
        .withKey(CollectorConfigMap.ENTRY)
        .withPath(CollectorConfigMap.ENTRY)
        .endItem()
        .endConfigMap()
        .build();
  }

  /** Those that the spec asks for. */
  static List<Volume> ofSpec(EffectiveCollector collector) {
    var volumes =
        new ArrayList<>(Objects.requireNonNullElse(collector.spec().volumes(), List.<Volume>of()));
    for (var extra : extraConfigMaps(collector)) {
      volumes.add(
          new VolumeBuilder()
              .withName(ObjectNames.extraConfigMapVolume(extra.name()))
              .withNewConfigMap()
              .withName(extra.name())
              .endConfigMap()
              .build());
    }
    return volumes;
  }

  static List<ConfigMapsSpec> extraConfigMaps(EffectiveCollector collector) {
    return Objects.requireNonNullElse(collector.spec().configmaps(), List.of());
  }
}
