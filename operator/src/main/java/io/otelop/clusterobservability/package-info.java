// SPDX-License-Identifier: Apache-2.0
/**
 * The telemetry of a whole cluster: two collectors, a target allocator and an Instrumentation that
 * are made for a ClusterObservability, and its status. Rules: targetallocator-opamp-ops.md C.
 */
@NullMarked
package io.otelop.clusterobservability;

import org.jspecify.annotations.NullMarked;
