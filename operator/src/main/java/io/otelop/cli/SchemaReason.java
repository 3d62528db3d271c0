// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static io.otelop.reason.Meaning.error;
import static io.otelop.reason.Meaning.warning;

import io.otelop.reason.Meaning;
import io.otelop.reason.Reason;

/** Why the API server would not take a manifest, by the schema of its kind. */
enum SchemaReason implements Reason {
  UnknownField(error("remove it")),
  MissingField(error("add it")),
  UnfitValue(error("give a value of the right type")),
  UnknownKind(warning(""));

  private final Meaning meaning;

  SchemaReason(Meaning meaning) {
    this.meaning = meaning;
  }

  @Override
  public Meaning meaning() {
    return meaning;
  }
}
