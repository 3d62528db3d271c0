// SPDX-License-Identifier: Apache-2.0
package io.otelop.child;

import java.util.Map;

/** What the operator deploys for one custom resource, after defaults: what every kind of it has. */
public interface Operand {

  /** The kind of the custom resource. */
  ApiKind kind();

  /** Where the custom resource is, and what it owns. */
  String namespace();

  /** The name of the custom resource. */
  String name();

  /** The uid of the custom resource; empty where nobody stored it. */
  String uid();

  /** Kind, namespace and name, which stand for an owner reference where that cannot reach. */
  default String fullName() {
    return kind().kind() + "/" + namespace() + "/" + name();
  }

  /** Labels of the custom resource that its children inherit. */
  Map<String, String> labels();

  /** Annotations of the custom resource that its children inherit. */
  Map<String, String> annotations();

  /** The labels that every one of its pods has, and no other pod; they never change. */
  Map<String, String> selector();

  /** The image that the custom resource names; empty where it names none. */
  String givenImage();
}
