// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator;

import io.otelop.reason.Advice;

/** What to do about the reasons of target allocators. */
public final class AllocatorAdvice {

  private static final String EDIT = "kubectl -n {namespace} edit targetallocator {name}";

  private AllocatorAdvice() {}

  /** The advice for a reason. */
  public static Advice of(AllocatorReason reason) {
    return switch (reason) {
      case AllocatorReady, NoAllocatorWanted, CollectorFound ->
          Advice.none("The target allocator is as it should be");
      case AllocatorNotReady ->
          new Advice(
              "Pods of the target allocator are not ready",
              "kubectl -n {namespace} describe pods -l"
                  + " app.kubernetes.io/instance={namespace}.{name},"
                  + "app.kubernetes.io/component=opentelemetry-targetallocator");
      case NoCollector ->
          new Advice(
              "No collector asks the target allocator for targets",
              "kubectl -n {namespace} get opentelemetrycollectors -L"
                  + " opentelemetry.io/target-allocator");
      case SeveralCollectors ->
          new Advice(
              "Several collectors name one target allocator, and what runs stays as it was",
              "kubectl -n {namespace} get opentelemetrycollectors -L"
                  + " opentelemetry.io/target-allocator");
      case InvalidAllocator ->
          new Advice("A target allocator, or a change of it, is refused or has no effect", EDIT);
      case AllocatorPermissionsNotHeld, AllocatorPermissionsUnknown ->
          new Advice("A target allocator, or a change of it, is refused", EDIT);
      case AllocatorPermissionsMissing ->
          new Advice(
              "A warning comes with a target allocator, which finds no targets",
              "kubectl create clusterrolebinding {name}-targetallocator --clusterrole=ROLE"
                  + " --serviceaccount={namespace}:{name}-targetallocator");
      case AllocatorObjectTaken ->
          new Advice(
              "An object that the target allocator needs belongs to somebody else",
              "kubectl -n {namespace} describe targetallocator {name}");
      case AllocatorFailed ->
          new Advice(
              "The API server refuses an object of the target allocator",
              "kubectl -n {namespace} describe targetallocator {name}");
    };
  }
}
