// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import io.otelop.settings.Setting;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An agent as the custom resource and the settings know it. Source: instrumentation.md 1.2, 1.4, 6.
 *
 * @param field of the spec
 * @param resources field of the section that holds the injected container's resources
 * @param enabled whether pods may ask for it
 * @param image where the Instrumentation names none
 * @param imageAnnotation notes the operator's image at the custom resource
 * @param requests of the injected container where the section has none
 * @param defaults of the section's other fields
 */
public record AgentProfile(
    String field,
    String resources,
    Setting<Boolean> enabled,
    Setting<String> image,
    String imageAnnotation,
    SortedMap<String, String> requests,
    SortedMap<String, String> defaults) {

  /** Limits of the injected container where the section has none. */
  public static final SortedMap<String, String> LIMITS = resources("500m", "256Mi");

  /** An agent without fields of its own. */
  static AgentProfile of(
      String field, Setting<Boolean> enabled, Setting<String> image, String imageAnnotation) {
    return new AgentProfile(
        field,
        "resourceRequirements",
        enabled,
        image,
        imageAnnotation,
        resources("50m", "64Mi"),
        Collections.emptySortedMap());
  }

  /** The same agent with other requests. */
  AgentProfile requesting(String cpu, String memory) {
    return new AgentProfile(
        field, resources, enabled, image, imageAnnotation, resources(cpu, memory), defaults);
  }

  /** The same agent whose resources have another name. */
  AgentProfile resourcesIn(String other) {
    return new AgentProfile(field, other, enabled, image, imageAnnotation, requests, defaults);
  }

  /** The same agent with defaults of its own fields. */
  AgentProfile byDefault(Map<String, String> values) {
    return new AgentProfile(
        field,
        resources,
        enabled,
        image,
        imageAnnotation,
        requests,
        Collections.unmodifiableSortedMap(new TreeMap<>(values)));
  }

  private static SortedMap<String, String> resources(String cpu, String memory) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(Map.of("cpu", cpu, "memory", memory)));
  }
}
