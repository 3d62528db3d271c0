// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge;

import io.otelop.child.OperandDefaults;
import io.otelop.child.OperandObjects;
import io.otelop.crds.opampbridge.OpAMPBridge;
import io.otelop.opampbridge.child.BridgeChildren;
import java.util.List;

/** What the operator would make of an OpAMP bridge. */
public final class BridgeObjects {

  private BridgeObjects() {}

  /** Computes it; pure. */
  public static OperandObjects of(OpAMPBridge resource, OperandDefaults defaults) {
    return switch (EffectiveBridge.of(resource, defaults)) {
      case EffectiveBridge.Resolved(var bridge, var findings) ->
          new OperandObjects(BridgeChildren.of(bridge), findings);
      case EffectiveBridge.Rejected(var findings) -> new OperandObjects(List.of(), findings);
    };
  }
}
