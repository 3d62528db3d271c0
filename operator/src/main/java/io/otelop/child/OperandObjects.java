// SPDX-License-Identifier: Apache-2.0
package io.otelop.child;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.otelop.reason.Finding;
import java.util.List;

/**
 * What the operator would make of a custom resource.
 *
 * @param objects in the order of applying; empty where it is rejected
 * @param findings what is wrong or odd
 */
public record OperandObjects(List<HasMetadata> objects, List<Finding> findings) {

  /** Copies the lists. */
  public OperandObjects {
    objects = List.copyOf(objects);
    findings = List.copyOf(findings);
  }
}
