// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import static io.otelop.reason.Meaning.error;
import static io.otelop.reason.Meaning.info;
import static io.otelop.reason.Meaning.warning;

import io.otelop.reason.Meaning;
import io.otelop.reason.Reason;

/** Why a pod does, or does not, get the collector that it asks for as a sidecar. */
public enum SidecarReason implements Reason {
  SidecarAlreadyThere(info()),
  SidecarRemoved(info()),
  NoSidecarInNamespace(
      error(
          "create a collector of mode sidecar there, or name one of another namespace as"
              + " \"namespace/name\"")),
  SeveralSidecars(error("name the one that is meant")),
  UnknownCollector(error("correct the name, or create the collector")),
  NotASidecar(error("name a collector of mode sidecar")),
  InvalidCollector(error("correct the collector")),
  VolumeNameTaken(error("rename the volume of the pod or that of the collector")),
  ContainerNameTaken(error("rename the container of the pod or that of the collector")),
  VolumeMissing(error("give the volume to the collector, or to the pod")),
  SidecarForbidden(error("change the collector, the pod, or the level of the namespace")),
  ConfigNotWritten(
      error(
          "see the operator's log for the cause, such as a quota or a ConfigMap of that name that is"
              + " somebody else's, and create the pod again")),
  PermissionsNotGranted(
      warning("give them to the account yourself, or use a collector of the pod's own namespace")),
  PodWillNotEnd(
      warning("use Kubernetes 1.29 or newer on every node, or end the collector yourself"));

  private final Meaning meaning;

  SidecarReason(Meaning meaning) {
    this.meaning = meaning;
  }

  @Override
  public Meaning meaning() {
    return meaning;
  }
}
