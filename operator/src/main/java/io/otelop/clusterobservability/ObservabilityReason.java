// SPDX-License-Identifier: Apache-2.0
package io.otelop.clusterobservability;

import static io.otelop.reason.Meaning.error;
import static io.otelop.reason.Meaning.info;
import static io.otelop.reason.Meaning.warning;

import io.otelop.reason.Meaning;
import io.otelop.reason.Reason;

/** Why the telemetry of a cluster is, or is not, as its custom resource wants it. */
public enum ObservabilityReason implements Reason {
  ObservabilityReady(info()),
  ObservabilityConfigured(info()),
  PartsNotReady(warning("look at the part that is named")),
  NoOtherObservability(info()),
  ObservabilityConflict(warning("delete one of the two; the older one counts until it is deleted")),
  InvalidObservability(error("correct the field; what runs stays as it is")),
  ObservabilityObjectTaken(
      error("rename the ClusterObservability, or remove the object if nobody needs it any more")),
  ObservabilityFailed(error("the operator tries again by itself"));

  private final Meaning meaning;

  ObservabilityReason(Meaning meaning) {
    this.meaning = meaning;
  }

  @Override
  public Meaning meaning() {
    return meaning;
  }
}
