// SPDX-License-Identifier: Apache-2.0
/**
 * The feature behind {@code OpenTelemetryCollector}. This package is its door: others import only
 * from here. What a collector owns is in {@code child}, what its config means in {@code config} and
 * {@code component}.
 */
@NullMarked
package io.otelop.collector;

import org.jspecify.annotations.NullMarked;
