// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.opampbridge;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * An OpAMP bridge, which tells an OpAMP server of the cluster's collectors. Its spec is null where
 * nothing was written. Source: targetallocator-opamp-ops.md B1.
 */
@Group("opentelemetry.io")
@Version("v1alpha1")
@Singular("opampbridge")
@Plural("opampbridges")
public class OpAMPBridge extends CustomResource<BridgeSpec, BridgeStatus> implements Namespaced {

  private static final long serialVersionUID = 1L;
}
