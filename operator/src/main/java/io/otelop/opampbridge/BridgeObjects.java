// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.otelop.child.OperandDefaults;
import io.otelop.crds.opampbridge.OpAMPBridge;
import io.otelop.opampbridge.child.BridgeChildren;
import io.otelop.reason.Finding;
import java.util.List;

/**
 * What the operator would make of an OpAMP bridge.
 *
 * @param objects in the order of applying; empty where the bridge is rejected
 * @param findings what is wrong or odd
 */
public record BridgeObjects(List<HasMetadata> objects, List<Finding> findings) {

  /** Copies the lists. */
  public BridgeObjects {
    objects = List.copyOf(objects);
    findings = List.copyOf(findings);
  }

  /** Computes them; pure. */
  public static BridgeObjects of(OpAMPBridge resource, OperandDefaults defaults) {
    return switch (EffectiveBridge.of(resource, defaults)) {
      case EffectiveBridge.Resolved(var bridge, var findings) ->
          new BridgeObjects(BridgeChildren.of(bridge), findings);
      case EffectiveBridge.Rejected(var findings) -> new BridgeObjects(List.of(), findings);
    };
  }
}
