// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import java.util.Locale;

/**
 * How much a namespace lets its pods do, from the most to the least. Source: the page "Pod Security
 * Standards" of the Kubernetes documentation.
 */
public enum SecurityLevel {
  PRIVILEGED,
  BASELINE,
  RESTRICTED;

  private static final String LABEL = "pod-security.kubernetes.io/enforce";

  /** The level that the API server holds the pod to, as its namespace's label says. */
  public static SecurityLevel of(PodFacts facts) {
    return switch (facts.namespaceLabels().getOrDefault(LABEL, "")) {
      case "restricted" -> RESTRICTED;
      case "baseline" -> BASELINE;
      default -> PRIVILEGED;
    };
  }

  /** As the label writes it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
