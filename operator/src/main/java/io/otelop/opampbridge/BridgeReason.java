// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge;

import static io.otelop.reason.Meaning.error;
import static io.otelop.reason.Meaning.info;
import static io.otelop.reason.Meaning.warning;

import io.otelop.reason.Meaning;
import io.otelop.reason.Reason;

/** Why an OpAMP bridge is, or is not, as its custom resource wants it. */
public enum BridgeReason implements Reason {
  BridgeReady(info()),
  NoBridgeWanted(info()),
  BridgeNotReady(warning("look at the pod's events and logs")),
  BridgePermitted(info()),
  BridgePermissionsMissing(
      warning("bind the ClusterRole that the chart has for bridges to the ServiceAccount")),
  InvalidBridge(error("correct the field; what runs stays as it is")),
  BridgeFieldWithoutEffect(warning("correct it, or leave it out")),
  BridgeEndpointUnusual(
      warning("write an address that begins with https://, http://, wss:// or ws://")),
  BridgeObjectTaken(error("rename the bridge, or remove the object if nobody needs it any more")),
  BridgeFailed(error("the operator tries again by itself"));

  private final Meaning meaning;

  BridgeReason(Meaning meaning) {
    this.meaning = meaning;
  }

  @Override
  public Meaning meaning() {
    return meaning;
  }
}
