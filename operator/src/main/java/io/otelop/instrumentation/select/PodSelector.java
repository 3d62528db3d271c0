// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.select;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.otelop.naming.Labels;
import io.otelop.pod.LabelMatch;
import io.otelop.pod.PodFacts;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Pods that are instrumented though no annotation asks for it. What the operator itself deploys is
 * never among them.
 *
 * @param pods labels of the pods
 * @param namespaces labels of their namespaces
 * @param languages what they get
 */
public record PodSelector(LabelSelector pods, LabelSelector namespaces, Set<String> languages) {

  /** Selects nothing. */
  public static final PodSelector NONE =
      new PodSelector(new LabelSelector(), new LabelSelector(), Set.of());

  /** Copies the set. */
  public PodSelector {
    languages = Set.copyOf(languages);
  }

  /** Whether it can select anything at all. */
  public boolean isUsed() {
    return !languages.isEmpty();
  }

  /** Whether it may select pods of a namespace with these labels. */
  public boolean reaches(Map<String, String> namespaceLabels) {
    return isUsed() && LabelMatch.of(namespaces, namespaceLabels);
  }

  /** Whether a pod gets a language by it. */
  public boolean selects(PodFacts pod, String language) {
    return languages.contains(language)
        && reaches(pod.namespaceLabels())
        && !pod.label(Labels.MANAGED_BY).equals(Labels.OPERATOR)
        && LabelMatch.of(pods, labels(pod));
  }

  private static Map<String, String> labels(PodFacts pod) {
    var labels = new HashMap<String, String>();
    pod.pod()
        .path("metadata")
        .path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText("")));
    return labels;
  }
}
