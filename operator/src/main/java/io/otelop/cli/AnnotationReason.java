// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static io.otelop.reason.Meaning.warning;

import io.otelop.reason.Meaning;
import io.otelop.reason.Reason;

/** Why an annotation has no say in what is injected. */
enum AnnotationReason implements Reason {
  AnnotationAtWorkload(warning("write it into the annotations of the pods' template")),
  UnknownAnnotation(warning("correct the key"));

  private final Meaning meaning;

  AnnotationReason(Meaning meaning) {
    this.meaning = meaning;
  }

  @Override
  public Meaning meaning() {
    return meaning;
  }
}
