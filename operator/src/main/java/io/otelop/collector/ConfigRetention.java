// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.otelop.naming.ObjectNames;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Which revisions of the config stay although they are no longer wanted, so that one can go back.
 * Rules: collector.md 2.6.
 */
final class ConfigRetention {

  private static final int DEFAULT_VERSIONS = 3;

  /** The time of creation has full seconds; within one the versions tell who came first. */
  private static final Comparator<HasMetadata> NEWEST_FIRST =
      Comparator.comparing(ConfigRetention::created)
          .thenComparingLong(ConfigRetention::version)
          .reversed();

  private ConfigRetention() {}

  /** The observed objects without the ConfigMaps that stay. */
  static List<HasMetadata> withoutKept(List<HasMetadata> observed, EffectiveCollector collector) {
    var versions = Objects.requireNonNullElse(collector.spec().configVersions(), DEFAULT_VERSIONS);
    var kept =
        observed.stream()
            .filter(
                object ->
                    object instanceof ConfigMap
                        && !ObjectNames.isCollectorCheck(object.getMetadata().getName())
                        && !object.getMetadata().getName().equals(collector.configMap()))
            .sorted(NEWEST_FIRST)
            .limit(Math.max(versions, 1))
            .toList();
    return observed.stream().filter(object -> !kept.contains(object)).toList();
  }

  private static String created(HasMetadata object) {
    return Objects.requireNonNullElse(object.getMetadata().getCreationTimestamp(), "");
  }

  private static long version(HasMetadata object) {
    var version = object.getMetadata().getResourceVersion();
    return version == null ? 0 : Long.parseLong(version);
  }
}
