// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.naming.Labels;
import io.otelop.naming.OperandLabels;
import java.util.Map;

/**
 * The collector whose pods get the targets.
 *
 * @param isOwner whether the target allocator is inside of it
 * @param selector labels of its pods
 * @param scraping the section {@code config} of its receiver named prometheus; missing where there
 *     is none
 */
public record ServedCollector(
    String name, boolean isOwner, Map<String, String> selector, JsonNode scraping) {

  /** What matters of a custom resource. */
  static ServedCollector of(OpenTelemetryCollector resource, boolean isOwner) {
    var metadata = resource.getMetadata();
    return new ServedCollector(
        metadata.getName(),
        isOwner,
        OperandLabels.selector(
            Labels.OPENTELEMETRY_COLLECTOR, metadata.getNamespace(), metadata.getName()),
        resource.getSpec().config().path("receivers").path("prometheus").path("config"));
  }
}
