// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.otelop.reason.Reason;
import io.otelop.reason.Severity;

/** Why a pod does, or does not, get the collector that it asks for as a sidecar. */
public enum SidecarReason implements Reason {
  SidecarAlreadyThere(Severity.INFO, ""),
  SidecarRemoved(Severity.INFO, ""),
  NoSidecarInNamespace(
      Severity.ERROR,
      "create a collector of mode sidecar there, or name one of another namespace as"
          + " \"namespace/name\""),
  SeveralSidecars(Severity.ERROR, "name the one that is meant"),
  UnknownCollector(Severity.ERROR, "correct the name, or create the collector"),
  NotASidecar(Severity.ERROR, "name a collector of mode sidecar"),
  InvalidCollector(Severity.ERROR, "correct the collector"),
  VolumeNameTaken(Severity.ERROR, "rename the volume of the pod or that of the collector"),
  SidecarForbidden(Severity.ERROR, "change the collector, or the level of the namespace"),
  ConfigNotWritten(
      Severity.ERROR,
      "see the operator's log for the cause, such as a quota or a ConfigMap of that name that is"
          + " somebody else's, and create the pod again"),
  PermissionsNotGranted(
      Severity.WARNING,
      "give them to the account yourself, or use a collector of the pod's own namespace"),
  PodWillNotEnd(
      Severity.WARNING,
      "use Kubernetes 1.29 or newer on every node, or end the collector yourself");

  private final Severity severity;
  private final String remedy;

  SidecarReason(Severity severity, String remedy) {
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
