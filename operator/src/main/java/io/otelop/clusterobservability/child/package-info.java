// SPDX-License-Identifier: Apache-2.0
/**
 * What is made for a ClusterObservability: custom resources of the operator's own, computed and
 * nothing else.
 */
@NullMarked
package io.otelop.clusterobservability.child;

import org.jspecify.annotations.NullMarked;
