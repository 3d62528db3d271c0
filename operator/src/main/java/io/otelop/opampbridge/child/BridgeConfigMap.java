// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge.child;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.opampbridge.EffectiveBridge;
import java.util.Map;
import java.util.stream.Stream;

/** The ConfigMap with the file of an OpAMP bridge. Rules: targetallocator-opamp-ops.md B2. */
final class BridgeConfigMap {

  /** The key in the ConfigMap, and the file's name in the pod. */
  static final String ENTRY = "remoteconfiguration.yaml";

  private BridgeConfigMap() {}

  static Stream<ConfigMap> of(EffectiveBridge bridge) {
    return Stream.of(
        new ConfigMapBuilder()
            .withMetadata(OperandMetadata.of(bridge, bridge.objectName()))
            .withData(Map.of(ENTRY, bridge.file()))
            .build());
  }
}
