// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Volume;
import io.otelop.collector.EffectiveCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a pod of somebody else gets of a collector. Rules: collector.md 2.7.
 *
 * @param container that runs the collector
 * @param initContainers that the collector's spec has
 * @param volumes that both mount
 */
public record SidecarParts(
    Container container, List<Container> initContainers, List<Volume> volumes) {

  /** Copies the lists. */
  public SidecarParts {
    initContainers = List.copyOf(initContainers);
    volumes = List.copyOf(volumes);
  }

  /** Computes them; pure. */
  public static SidecarParts of(EffectiveCollector collector) {
    var isFile = collector.readsConfigMap();
    var volumes = new ArrayList<>(CollectorVolumes.ofSpec(collector));
    if (isFile) {
      volumes.addFirst(optional(CollectorVolumes.config(SidecarObjects.configName(collector))));
    }
    return new SidecarParts(
        isFile ? CollectorContainer.of(collector) : CollectorContainer.withConfigInEnv(collector),
        Objects.requireNonNullElse(collector.spec().initContainers(), List.of()),
        volumes);
  }

  /**
   * The config is there before the pod is; should somebody remove it, the pod must start all the
   * same, and the collector waits for it.
   */
  private static Volume optional(Volume volume) {
    return volume.edit().editConfigMap().withOptional(true).endConfigMap().build();
  }
}
