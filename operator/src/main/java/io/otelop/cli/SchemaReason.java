// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.reason.Reason;
import io.otelop.reason.Severity;

/** Why the API server would not take a manifest, by the schema of its kind. */
enum SchemaReason implements Reason {
  UnknownField(Severity.ERROR, "remove it"),
  MissingField(Severity.ERROR, "add it"),
  UnfitValue(Severity.ERROR, "give a value of the right type"),
  UnknownKind(Severity.WARNING, "");

  private final Severity severity;
  private final String remedy;

  SchemaReason(Severity severity, String remedy) {
    this.severity = severity;
    this.remedy = remedy;
  }

  @Override
  public Severity severity() {
    return severity;
  }

  @Override
  public String remedy() {
    return remedy;
  }
}
