// SPDX-License-Identifier: Apache-2.0
/**
 * The ClusterObservability: what a user wrote, field by field, and what the operator answers. Every
 * field may be absent; what is then true is decided by the operator, not here.
 */
@NullMarked
package io.otelop.crds.clusterobservability;

import org.jspecify.annotations.NullMarked;
