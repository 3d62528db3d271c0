// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge.child;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.opampbridge.EffectiveBridge;
import java.util.stream.Stream;

/** The ServiceAccount of an OpAMP bridge that brings none of its own. */
final class BridgeServiceAccount {

  private BridgeServiceAccount() {}

  static Stream<ServiceAccount> of(EffectiveBridge bridge) {
    return bridge.bringsServiceAccount()
        ? Stream.empty()
        : Stream.of(
            new ServiceAccountBuilder()
                .withMetadata(OperandMetadata.of(bridge, bridge.objectName()))
                .build());
  }
}
