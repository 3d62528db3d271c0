// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge.child;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.otelop.child.Child;
import io.otelop.opampbridge.EffectiveBridge;
import java.util.ArrayList;
import java.util.List;

/**
 * The families of objects that an OpAMP bridge owns, in the order in which they are applied: what a
 * pod needs comes before the pod. What is watched, what is pruned and what the operator must be
 * permitted derive from here.
 */
public final class BridgeChildren {

  /** Every cluster knows these kinds. */
  public static final List<Child<EffectiveBridge, ? extends HasMetadata>> ALL =
      List.of(
          Child.of(ServiceAccount.class, BridgeServiceAccount::of),
          Child.of(ConfigMap.class, BridgeConfigMap::of),
          Child.of(Service.class, BridgeService::of),
          Child.of(Deployment.class, BridgeDeployment::of));

  private BridgeChildren() {}

  /** The objects that should exist for an OpAMP bridge, in the order of applying. */
  public static List<HasMetadata> of(EffectiveBridge bridge) {
    var objects = new ArrayList<HasMetadata>();
    for (var child : ALL) {
      child.desired().apply(bridge).forEach(objects::add);
    }
    return objects;
  }
}
