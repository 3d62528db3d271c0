// SPDX-License-Identifier: Apache-2.0
/**
 * What the operator costs: its shipped process is started against a bare control plane on loopback,
 * given a known amount of work, and its times, CPU seconds and memory are printed beside their
 * goals. It imports the custom resources and a client, nothing of the operator. A new measurement
 * is a class that fills {@link Figures}, a line in {@link Main} and its goals in {@link Goal}.
 */
@NullMarked
package io.otelop.bench;

import org.jspecify.annotations.NullMarked;
