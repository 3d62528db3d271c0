// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.targetallocator;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A target allocator, which shares out scrape targets among the pods of a collector. Its spec is
 * null where nothing was written. Source: targetallocator-opamp-ops.md A1.1.
 */
@Group("opentelemetry.io")
@Version("v1alpha1")
public class TargetAllocator extends CustomResource<AllocatorSpec, AllocatorStatus>
    implements Namespaced {

  private static final long serialVersionUID = 1L;
}
