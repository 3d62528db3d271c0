// SPDX-License-Identifier: Apache-2.0
package io.otelop.clusterobservability;

import io.otelop.child.ClusterFacts;
import io.otelop.child.OperandDefaults;

/**
 * What the operator and the cluster say about the telemetry of a cluster.
 *
 * @param defaults of both collectors, whose image no custom resource names
 * @param cluster what the cluster offers
 */
public record ObservabilityFacts(OperandDefaults defaults, ClusterFacts cluster) {}
