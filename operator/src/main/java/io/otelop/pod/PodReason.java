// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import static io.otelop.reason.Meaning.error;
import static io.otelop.reason.Meaning.warning;

import io.otelop.reason.Meaning;
import io.otelop.reason.Reason;

/** Why the admission of a pod itself could not do what a feature decided. */
public enum PodReason implements Reason {
  /** A feature failed; the log has the cause. */
  InternalError(error("See the operator's log and report what it says")),

  /** Only what the pod itself asks for counts. */
  NamespaceUnknown(warning("Create the pod again if its namespace asks for something")),

  /** What is injected would keep every such pod from being let in. */
  LimitsExceeded(error("give it less in the custom resource, or the namespace more")),

  /** What is injected is made for Linux. */
  WindowsPod(error("let the application's image bring the agent; inject-sdk sets the variables"));

  private final Meaning meaning;

  PodReason(Meaning meaning) {
    this.meaning = meaning;
  }

  @Override
  public Meaning meaning() {
    return meaning;
  }
}
