// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.otelop.pod.NamespaceLimits;
import java.util.ArrayList;
import java.util.List;

/** Limit ranges and quotas in files. */
final class OfflineLimits {

  private final String namespace;
  private final List<LimitRange> ranges = new ArrayList<>();
  private final List<ResourceQuota> quotas = new ArrayList<>();

  /**
   * Knows none.
   *
   * @param namespace of those that name none
   */
  OfflineLimits(String namespace) {
    this.namespace = namespace;
  }

  /** Takes a document in, if it is one of them. */
  void add(JsonNode document) {
    switch (document.path("kind").asText()) {
      case "LimitRange" -> ranges.add(Manifests.as(document, LimitRange.class, namespace));
      case "ResourceQuota" -> quotas.add(Manifests.as(document, ResourceQuota.class, namespace));
      default -> {}
    }
  }

  /** What those of a namespace say together. */
  NamespaceLimits of(String place) {
    return NamespaceLimits.of(in(place, ranges), in(place, quotas));
  }

  private static <T extends HasMetadata> List<T> in(String place, List<T> all) {
    return all.stream().filter(it -> it.getMetadata().getNamespace().equals(place)).toList();
  }
}
