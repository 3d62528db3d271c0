// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.clusterobservability;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * The telemetry of a whole cluster, sent to one place. Its spec is null where nothing was written.
 * Source: targetallocator-opamp-ops.md C.
 */
@Group("opentelemetry.io")
@Version("v1alpha1")
@Plural("clusterobservabilities")
public class ClusterObservability
    extends CustomResource<ClusterObservabilitySpec, ClusterObservabilityStatus>
    implements Namespaced {

  private static final long serialVersionUID = 1L;
}
