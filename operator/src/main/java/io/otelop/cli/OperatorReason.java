// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.reason.Reason;
import io.otelop.reason.Severity;

/** What happened around the running operator. */
enum OperatorReason implements Reason {
  ApiServerUnreachable(Severity.WARNING, "look at the API server and the network between the two"),
  ClockJumped(Severity.WARNING, "let the nodes' clocks follow a time server");

  private final Severity severity;
  private final String remedy;

  OperatorReason(Severity severity, String remedy) {
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
