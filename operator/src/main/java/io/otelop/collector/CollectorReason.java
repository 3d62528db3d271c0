// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.otelop.reason.Reason;
import io.otelop.reason.Severity;

/** Why a collector is, or is not, as its custom resource wants it. */
public enum CollectorReason implements Reason {
  PodsReady(Severity.INFO, ""),
  NoPodsWanted(Severity.INFO, ""),
  SidecarMode(Severity.INFO, ""),
  Progressing(Severity.INFO, ""),
  Settled(Severity.INFO, ""),
  ConfigAccepted(Severity.INFO, ""),
  InvalidConfig(Severity.ERROR, "correct the config; the running revision stays as it is"),
  ConfigRefused(
      Severity.ERROR,
      "correct the config, or what it refers to; the running revision stays as it is"),
  ConfigBeingChecked(Severity.INFO, ""),
  ConfigNotChecked(
      Severity.WARNING,
      "let a pod with the collector's image start in this namespace, or set spec.rollout.validation"
          + " to Never"),
  RevisionHeldBack(Severity.WARNING, "see the condition ConfigValid"),
  PodsFailing(Severity.WARNING, "look at the pods' events and logs"),
  MissingReference(Severity.ERROR, "create it, or correct the field"),
  SpecUpgraded(Severity.INFO, ""),
  NoPodFails(Severity.INFO, ""),
  InvalidSpec(Severity.ERROR, "correct the field; the running revision stays as it is"),
  NotInThisMode(Severity.ERROR, "remove the field, or choose the mode that has it"),
  ModeChanged(Severity.ERROR, "leave the mode, or delete the collector and make it anew"),
  ForbiddenComponent(Severity.ERROR, "use another component"),
  PermissionsNotHeld(
      Severity.ERROR, "ask somebody who holds them, or bring a ServiceAccount that has them"),
  PermissionsUnknown(Severity.ERROR, "try again"),
  PermissionsMissing(Severity.WARNING, "grant them to the ServiceAccount"),
  WithoutEffect(Severity.WARNING, "remove the field"),
  PortNamedByNumber(
      Severity.WARNING, "give the port a name of its own in spec.ports, or a shorter id"),
  PortTaken(Severity.WARNING, "give one of them another endpoint"),
  NotRendered(
      Severity.WARNING, "this is the operator's fault: report it with the collector's manifest"),
  KindMissing(
      Severity.WARNING, "define the kind in the cluster; the operator goes on by itself then"),
  PodsNotReady(Severity.WARNING, "look at the pods' events and logs"),
  ForeignObject(
      Severity.ERROR, "rename the collector, or remove the object if nobody needs it any more"),
  ReconcileFailed(Severity.ERROR, "the operator tries again by itself");

  private final Severity severity;
  private final String remedy;

  CollectorReason(Severity severity, String remedy) {
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
