// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import io.otelop.reason.Reason;
import io.otelop.reason.Severity;

/** Why the admission of a pod itself could not do what a feature decided. */
public enum PodReason implements Reason {
  /** A feature failed; the log has the cause. */
  InternalError(Severity.ERROR, "See the operator's log and report what it says"),

  /** Only what the pod itself asks for counts. */
  NamespaceUnknown(Severity.WARNING, "Create the pod again if its namespace asks for something"),

  /** What is injected is made for Linux. */
  WindowsPod(
      Severity.ERROR, "let the application's image bring the agent; inject-sdk sets the variables");

  private final Severity severity;
  private final String remedy;

  PodReason(Severity severity, String remedy) {
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
