// SPDX-License-Identifier: Apache-2.0
/**
 * Which revision of a collector runs, which one is wanted, and whether it may replace the other. It
 * imports the Kubernetes model, naming and the effective collector, and does nothing by itself. A
 * part of the spec that decides whether a collector starts is a name in {@code Revision.PARTS}.
 */
@NullMarked
package io.otelop.collector.rollout;

import org.jspecify.annotations.NullMarked;
