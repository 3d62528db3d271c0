// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.clusterobservability;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the telemetry of a cluster stands. Every field is absent until the operator has seen it.
 *
 * @param phase {@code Ready}, {@code Pending} or {@code Conflicted}
 * @param message what the phase means here
 * @param observedGeneration generation of the resource that this status speaks of
 * @param conditions at most one of each type; {@code Ready} among them
 * @param componentsStatus by part: {@code agent}, {@code cluster}, {@code instrumentation}
 * @param configVersions kept as others wrote it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClusterObservabilityStatus(
    @Nullable String phase,
    @Nullable String message,
    @Nullable Long observedGeneration,
    @Nullable List<Condition> conditions,
    @Nullable Map<String, Part> componentsStatus,
    @Nullable Map<String, String> configVersions) {

  /**
   * How one part stands.
   *
   * @param ready whether it is ready
   * @param message why it is not; absent where it is
   * @param lastUpdated when it came to be so, as RFC 3339
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Part(
      @Nullable Boolean ready, @Nullable String message, @Nullable String lastUpdated) {}
}
