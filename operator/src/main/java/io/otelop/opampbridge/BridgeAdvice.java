// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge;

import io.otelop.reason.Advice;

/** What to do about the reasons of OpAMP bridges. */
public final class BridgeAdvice {

  private static final String EDIT = "kubectl -n {namespace} edit opampbridge {name}";
  private static final String DESCRIBE = "kubectl -n {namespace} describe opampbridge {name}";

  private BridgeAdvice() {}

  /** The advice for a reason. */
  public static Advice of(BridgeReason reason) {
    return switch (reason) {
      case BridgeReady, NoBridgeWanted, BridgePermitted ->
          Advice.none("The OpAMP bridge is as it should be");
      case BridgeNotReady ->
          new Advice(
              "The pod of the OpAMP bridge is not ready",
              "kubectl -n {namespace} describe pods -l"
                  + " app.kubernetes.io/instance={namespace}.{name},"
                  + "app.kubernetes.io/component=opentelemetry-opamp-bridge");
      case BridgePermissionsMissing ->
          new Advice(
              "The pod of the OpAMP bridge ends at its start, since its ServiceAccount lacks"
                  + " permissions",
              "kubectl create clusterrolebinding {name}-opamp-bridge"
                  + " --clusterrole opentelemetry-operator-opamp-bridge"
                  + " --serviceaccount {namespace}:{name}-opamp-bridge");
      case InvalidBridge ->
          new Advice("An OpAMP bridge, or a change of it, is refused or has no effect", EDIT);
      case BridgeFieldWithoutEffect ->
          new Advice("A warning comes with an OpAMP bridge, which leaves out a field", EDIT);
      case BridgeEndpointUnusual ->
          new Advice("A warning comes with an OpAMP bridge, which finds no server", EDIT);
      case BridgeObjectTaken ->
          new Advice("An object that the OpAMP bridge needs belongs to somebody else", DESCRIBE);
      case BridgeFailed ->
          new Advice("The API server refuses an object of the OpAMP bridge", DESCRIBE);
    };
  }
}
