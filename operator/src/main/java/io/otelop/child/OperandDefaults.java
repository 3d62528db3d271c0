// SPDX-License-Identifier: Apache-2.0
package io.otelop.child;

import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the operator's settings say about every operand of one kind.
 *
 * @param image where the custom resource names none
 * @param version that this image has
 * @param proxyEnv the proxy variables of the operator, which operands get too
 * @param isLabelKept whether a label of the custom resource is passed on to its children
 * @param isAnnotationKept whether an annotation of the custom resource is passed on
 */
public record OperandDefaults(
    String image,
    String version,
    List<EnvVar> proxyEnv,
    Predicate<String> isLabelKept,
    Predicate<String> isAnnotationKept) {

  /** Copies the list. */
  public OperandDefaults {
    proxyEnv = List.copyOf(proxyEnv);
  }

  /** The same with another image. */
  public OperandDefaults withImage(String other) {
    return new OperandDefaults(other, version, proxyEnv, isLabelKept, isAnnotationKept);
  }
}
