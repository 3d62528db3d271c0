// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import static io.otelop.reason.Meaning.error;
import static io.otelop.reason.Meaning.info;
import static io.otelop.reason.Meaning.warning;

import io.otelop.reason.Meaning;
import io.otelop.reason.Reason;

/** Why a collector is, or is not, as its custom resource wants it. */
public enum CollectorReason implements Reason {
  PodsReady(info()),
  NoPodsWanted(info()),
  SidecarMode(info()),
  Progressing(info()),
  Settled(info()),
  ConfigAccepted(info()),
  InvalidConfig(error("correct the config; the running revision stays as it is")),
  ConfigRefused(
      error("correct the config, or what it refers to; the running revision stays as it is")),
  ConfigBeingChecked(info()),
  ConfigNotChecked(
      warning(
          "let a pod with the collector's image start in this namespace, or set"
              + " spec.rollout.validation to Never")),
  RevisionHeldBack(warning("see the condition ConfigValid")),
  PodsFailing(warning("look at the pods' events and logs")),
  MissingReference(error("create it, or correct the field")),
  SpecUpgraded(info()),
  NoPodFails(info()),
  InvalidSpec(error("correct the field; the running revision stays as it is")),
  NotInThisMode(error("remove the field, or choose the mode that has it")),
  ModeChanged(error("leave the mode, or delete the collector and make it anew")),
  ForbiddenComponent(error("use another component")),
  PermissionsNotHeld(error("ask somebody who holds them, or bring a ServiceAccount that has them")),
  PermissionsUnknown(error("try again")),
  PermissionsMissing(warning("grant them to the ServiceAccount")),
  WithoutEffect(warning("remove the field")),
  PortNamedByNumber(warning("give the port a name of its own in spec.ports, or a shorter id")),
  PortTaken(warning("give one of them another endpoint")),
  NotRendered(warning("this is the operator's fault: report it with the collector's manifest")),
  KindMissing(warning("define the kind in the cluster; the operator goes on by itself then")),
  PodsNotReady(warning("look at the pods' events and logs")),
  ForeignObject(error("rename the collector, or remove the object if nobody needs it any more")),
  ReconcileFailed(error("the operator tries again by itself"));

  private final Meaning meaning;

  CollectorReason(Meaning meaning) {
    this.meaning = meaning;
  }

  @Override
  public Meaning meaning() {
    return meaning;
  }
}
