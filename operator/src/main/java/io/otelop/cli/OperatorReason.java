// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static io.otelop.reason.Meaning.warning;

import io.otelop.reason.Meaning;
import io.otelop.reason.Reason;

/** What happened around the running operator. */
enum OperatorReason implements Reason {
  ApiServerUnreachable(warning("look at the API server and the network between the two")),
  ClockJumped(warning("let the nodes' clocks follow a time server"));

  private final Meaning meaning;

  OperatorReason(Meaning meaning) {
    this.meaning = meaning;
  }

  @Override
  public Meaning meaning() {
    return meaning;
  }
}
