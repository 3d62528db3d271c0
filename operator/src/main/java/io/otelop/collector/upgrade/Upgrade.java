// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.upgrade;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.collector.admission.CollectorVersion;
import io.otelop.crds.collector.OpenTelemetryCollectorSpec;
import io.otelop.crds.collector.OpenTelemetryCollectorStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a spec that was written for an older collector as one for today's. The spec itself stays as
 * the user wrote it, so a repository that applies it again undoes nothing; the status remembers
 * from which version on it is read so. Rules: collector.md 7.4.
 */
public final class Upgrade {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String NONE = "none";

  private Upgrade() {}

  /**
   * The version for which a spec was written, where it is read as one of another.
   *
   * @param status of the custom resource, if it has one yet
   * @param today version of the collector that the operator deploys
   */
  public static Optional<String> from(
      OpenTelemetryCollectorSpec spec,
      @Nullable OpenTelemetryCollectorStatus status,
      String today) {
    if (status == null || NONE.equals(spec.upgradeStrategy())) {
      return Optional.empty();
    }
    var from = status.upgradedFrom() == null ? status.version() : status.upgradedFrom();
    return Optional.ofNullable(from).filter(it -> isBefore(it, today));
  }

  /** Whether one version is before another; false where one of them is none. */
  public static boolean isBefore(String one, String other) {
    var first = CollectorVersion.of(one);
    var second = CollectorVersion.of(other);
    return first.isPresent() && second.isPresent() && first.get().isBefore(second.get());
  }

  /** The spec as today's collector needs it. */
  public static OpenTelemetryCollectorSpec of(
      OpenTelemetryCollectorSpec spec, String from, String today) {
    var tree = new SpecTree(JSON.valueToTree(spec));
    for (var step : Steps.ALL) {
      if (isBefore(from, step.version()) && !isBefore(today, step.version())) {
        step.edit().accept(tree);
      }
    }
    return JSON.convertValue(tree.spec(), OpenTelemetryCollectorSpec.class);
  }

  /** Whether a spec asks for what no collector has had since 0.61.0 and no step can replace. */
  public static boolean isBeyondRepair(OpenTelemetryCollectorSpec spec, String from) {
    if (!isBefore(from, "0.61.0") || !(spec.config() instanceof ObjectNode config)) {
      return false;
    }
    return config
        .path("receivers")
        .propertyStream()
        .filter(it -> it.getKey().equals("jaeger") || it.getKey().startsWith("jaeger/"))
        .anyMatch(it -> it.getValue().has("remote_sampling"));
  }
}
