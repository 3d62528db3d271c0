// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.crds.UserAnnotations;
import io.otelop.pod.NamespaceLookup;
import io.otelop.pod.Workload;
import io.otelop.reason.Finding;
import io.otelop.reason.NearMiss;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds annotations that people write and nobody reads: at the wrong object, or misspelt. */
final class AnnotationCheck {

  private AnnotationCheck() {}

  /** What is odd about the annotations of a workload, of its pods, and of its namespace. */
  static List<Finding> of(Workload workload, NamespaceLookup.Metadata namespace) {
    var pod = annotations(workload.pod());
    return Stream.of(
            misplaced(workload, pod),
            misspelt(pod, "the pod"),
            misspelt(new TreeMap<>(namespace.annotations()), "the namespace"))
        .flatMap(it -> it)
        .toList();
  }

  private static Stream<Finding> misplaced(Workload workload, Map<String, String> pod) {
    if (workload.isPod()) {
      return Stream.empty();
    }
    return annotations(workload.tree()).entrySet().stream()
        .filter(it -> UserAnnotations.isOfInjection(it.getKey()) && !pod.containsKey(it.getKey()))
        .map(
            it ->
                Finding.of(
                    AnnotationReason.AnnotationAtWorkload,
                    it.getKey(),
                    it.getValue(),
                    "is at the %s itself, where it has no effect".formatted(workload.kind())));
  }

  private static Stream<Finding> misspelt(Map<String, String> annotations, String at) {
    return annotations.keySet().stream()
        .filter(key -> !UserAnnotations.KNOWN.contains(key))
        .flatMap(key -> unknown(key, at).stream());
  }

  /** Those of other groups are somebody else's, unless they are nearly one of ours. */
  private static Optional<Finding> unknown(String key, String at) {
    var finding =
        Finding.of(
            AnnotationReason.UnknownAnnotation,
            key,
            "",
            "is at %s, but the operator knows no such annotation".formatted(at));
    return meant(key)
        .map(near -> finding.withRemedy("did you mean \"" + near + "\"?"))
        .or(() -> Optional.of(finding).filter(_ -> UserAnnotations.isOfInjection(key)));
  }

  /** What all keys begin with does not make two of them alike. */
  private static Optional<String> meant(String key) {
    var prefix = UserAnnotations.INJECT_PREFIX;
    return key.startsWith(prefix)
        ? NearMiss.of(
                key.substring(prefix.length()),
                UserAnnotations.KNOWN.stream()
                    .filter(it -> it.startsWith(prefix))
                    .map(it -> it.substring(prefix.length()))
                    .toList())
            .map(prefix::concat)
        : NearMiss.of(key, UserAnnotations.KNOWN);
  }

  private static Map<String, String> annotations(JsonNode object) {
    return new TreeMap<>(ClusterInjection.texts(object.path("metadata").path("annotations")));
  }
}
