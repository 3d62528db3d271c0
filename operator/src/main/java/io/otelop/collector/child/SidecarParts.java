// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Volume;
import io.otelop.collector.EffectiveCollector;
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
    return new SidecarParts(
        CollectorContainer.withConfigInEnv(collector),
        Objects.requireNonNullElse(collector.spec().initContainers(), List.of()),
        CollectorVolumes.ofSpec(collector));
  }
}
