// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator;

import static io.otelop.reason.Meaning.error;
import static io.otelop.reason.Meaning.info;
import static io.otelop.reason.Meaning.warning;

import io.otelop.reason.Meaning;
import io.otelop.reason.Reason;

/** Why a target allocator is, or is not, as its custom resource wants it. */
public enum AllocatorReason implements Reason {
  AllocatorReady(info()),
  NoAllocatorWanted(info()),
  AllocatorNotReady(warning("look at the pods' events and logs")),
  CollectorFound(info()),
  NoCollector(
      warning("give a collector the label opentelemetry.io/target-allocator with its name")),
  SeveralCollectors(error("leave the label to one of them, and make a TargetAllocator for each")),
  InvalidAllocator(error("correct the field; what runs stays as it is")),
  AllocatorPermissionsNotHeld(
      error("ask somebody who holds them, or bring a ServiceAccount that has them")),
  AllocatorPermissionsUnknown(error("try again")),
  AllocatorPermissionsMissing(warning("bind a role that has them to the ServiceAccount")),
  AllocatorObjectTaken(
      error("rename the target allocator, or remove the object if nobody needs it any more")),
  AllocatorFailed(error("the operator tries again by itself"));

  private final Meaning meaning;

  AllocatorReason(Meaning meaning) {
    this.meaning = meaning;
  }

  @Override
  public Meaning meaning() {
    return meaning;
  }
}
